@echo off
rem Called by run.cmd and test.cmd: setup.cmd runtime^|dev. Finds Python 3.11 or newer and hands over to prepare.py.
set "DESK_PYTHON=py -3"
%DESK_PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && goto found
set "DESK_PYTHON=python"
%DESK_PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && goto found
rem No Chinese here: what code page this window has is not known before Python runs.
echo Python 3.11 or newer was not found. Please run this one command, open a new window and try again:
echo     winget install --exact --id Python.Python.3.13
exit /b 1

:found
%DESK_PYTHON% "%~dp0prepare.py" %1
exit /b %ERRORLEVEL%
