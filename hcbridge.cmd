@echo off
rem hcbridge: HAProxy agent checks answered by local health sockets. "hcbridge --help" says what it can do.
setlocal

set "lib=%~dp0lib"
if exist "%~dp0pom.xml" set "lib=%~dp0agent-bridge\target\hcbridge\lib"
set "jar=%lib%\hcbridge.jar"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"

if not exist "%jar%" (
  echo hcbridge: not built yet; build it with: mvn -DskipTests package 1>&2
  exit /b 1
)

if "%~1"=="probe" goto probe
if "%~1"=="serve" goto serve
"%java%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "%jar%" %*
exit /b %errorlevel%

:probe
"%java%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -jar "%jar%" %*
exit /b %errorlevel%

:serve
"%java%" -XX:+UseSerialGC -Xss512k %HCBRIDGE_JAVA_OPTS% -jar "%jar%" %*
exit /b %errorlevel%
