@echo off
rem Sets everything up, plays the main job on the samples, and opens the window on the city's workspace.
rem     installer\run.cmd [--no-window] [--again] [--out DIR]
setlocal
set PYTHONUTF8=1
for %%I in ("%~dp0..") do set "ROOT=%%~fI"
call "%~dp0setup.cmd" runtime || exit /b 1
rem -P: whatever folder one stands in, only the installed packages are imported. A later --out wins over ours.
"%ROOT%\.venv\Scripts\python.exe" -P -m alliance_desk demo --out "%ROOT%\out" %*
exit /b %ERRORLEVEL%
