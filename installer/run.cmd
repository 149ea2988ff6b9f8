@echo off
rem Sets everything up and plays the main job on the samples.
rem     installer\run.cmd [--no-window] [--out DIR]
setlocal
set PYTHONUTF8=1
for %%I in ("%~dp0..") do set "ROOT=%%~fI"
call "%~dp0setup.cmd" runtime || exit /b 1
rem -P: whatever folder one stands in, only the installed packages are imported. A later --out wins over ours.
"%ROOT%\.venv\Scripts\python.exe" -P -m alliance_desk demo --out "%ROOT%\out" %*
exit /b %ERRORLEVEL%
