@echo off
rem Called by run.cmd, window.cmd and test.cmd: setup.cmd runtime^|dev. Finds Python 3.11 to 3.14 and hands over to prepare.py.
for %%P in ("py -3" "py -3.14" "py -3.13" "py -3.12" "py -3.11" "python") do (
    %%~P -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))" >nul 2>&1 && set "DESK_PYTHON=%%~P" && goto found
)
rem No Chinese here: what code page this window has is not known before Python runs.
echo Python 3.11 to 3.14 was not found. Please run this one command, open a new window and try again:
echo     winget install --exact --id Python.Python.3.13
exit /b 1

:found
%DESK_PYTHON% "%~dp0prepare.py" %1
exit /b %ERRORLEVEL%
