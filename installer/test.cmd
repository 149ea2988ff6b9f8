@echo off
rem Sets everything up and runs every check in one run; what is given is handed to pytest.
rem     installer\test.cmd [PYTEST ARGUMENTS]
setlocal
set PYTHONUTF8=1
for %%I in ("%~dp0..") do set "ROOT=%%~fI"
call "%~dp0setup.cmd" dev || exit /b 1
cd /d "%ROOT%"
.venv\Scripts\python.exe -m pytest -n 2 %*
exit /b %ERRORLEVEL%
