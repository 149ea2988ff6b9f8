@echo off
rem Sets everything up and opens the window on one's own office; the first time it asks what it must know.
rem     installer\window.cmd [--workspace DIR]
setlocal
set PYTHONUTF8=1
for %%I in ("%~dp0..") do set "ROOT=%%~fI"
call "%~dp0setup.cmd" runtime || exit /b 1
rem A program of the window kind: this console is not kept open by it.
start "" "%ROOT%\.venv\Scripts\alliance-desk.exe" %*
