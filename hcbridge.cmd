@echo off
rem hcbridge: HAProxy agent checks answered by local health sockets. "hcbridge --help" lists its commands.
setlocal

set "lib=%~dp0lib"
if exist "%~dp0pom.xml" set "lib=%~dp0agent-bridge\target\hcbridge\lib"
set "jar=%lib%\hcbridge.jar"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
rem Without a class archive that fits, the JVM only starts more slowly.
set jvm="%java%" -XX:+UseSerialGC -Xshare:auto "-XX:SharedArchiveFile=%lib%\hcbridge.jsa" -Xlog:cds=off

if not exist "%jar%" (
  echo hcbridge: not built yet; build it with: mvn -DskipTests package 1>&2
  exit /b 1
)

if "%~1"=="probe" goto probe
if "%~1"=="serve" goto serve
%jvm% -XX:TieredStopAtLevel=1 -jar "%jar%" %*
exit /b %errorlevel%

:probe
%jvm% -XX:TieredStopAtLevel=1 -jar "%jar%" %*
exit /b %errorlevel%

:serve
%jvm% -XX:+ExitOnOutOfMemoryError -Xss512k -Xms12m -XX:NewSize=6m -XX:MaxNewSize=40m -Xmx256m %HCBRIDGE_JAVA_OPTS% -jar "%jar%" %*
exit /b %errorlevel%
