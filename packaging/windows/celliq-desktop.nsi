; The Windows installer. Compiled by `makensis` on any system, for the folder that PyInstaller made on Windows:
;
;   makensis -DVERSION=0.1.0 -DFOLDER=dist\celliq-desktop -DICON=build\icons\celliq-desktop.ico -DOUT=dist packaging\windows\celliq-desktop.nsi
;
; Per user without questions of the system (default), or per machine for administrators:
;   celliq-desktop-0.1.0-setup.exe /AllUsers /S          silent, per machine (what a management system runs)
;   celliq-desktop-0.1.0-setup.exe /CurrentUser /S       silent, per user
; Profiles (%LOCALAPPDATA%\CellIQ Desktop) and the policy (%ProgramData%\CellIQ Desktop) are never touched.

Unicode true
SetCompressor /SOLID lzma
!include FileFunc.nsh
!include LogicLib.nsh
!include WordFunc.nsh

!ifndef VERSION | FOLDER | ICON | OUT
  !error "VERSION, FOLDER, ICON and OUT must be given with -D"
!endif

!define NAME "CellIQ Desktop"
!define PUBLISHER "CellIQ"
!define PROGRAM "celliq-desktop.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\CellIQDesktop"
!define CLASS "CellIQ.Report"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallMode"
!define MULTIUSER_USE_PROGRAMFILES64
!include MultiUser.nsh
!include MUI2.nsh

Name "${NAME} ${VERSION}"
OutFile "${OUT}/celliq-desktop-${VERSION}-setup.exe"
BrandingText "${PUBLISHER}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME} Setup"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey CompanyName "${PUBLISHER}"
VIAddVersionKey LegalCopyright "${PUBLISHER}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "French"

LangString StillOpen ${LANG_ENGLISH} "CellIQ Desktop is open. Close it, then go on; what waits to be sent is kept."
LangString StillOpen ${LANG_GERMAN} "CellIQ Desktop ist geöffnet. Bitte schließen und fortfahren; was auf Versand wartet, bleibt erhalten."
LangString StillOpen ${LANG_FRENCH} "CellIQ Desktop est ouvert. Fermez-le, puis continuez ; ce qui attend d’être envoyé est conservé."
LangString Older ${LANG_ENGLISH} "A newer CellIQ Desktop is installed. Uninstall it first if you really want the older one; its data are kept, but an older program may not open them."
LangString Older ${LANG_GERMAN} "Ein neueres CellIQ Desktop ist installiert. Deinstallieren Sie es zuerst, wenn Sie wirklich das ältere wollen; die Daten bleiben erhalten, doch ein älteres Programm kann sie vielleicht nicht öffnen."
LangString Older ${LANG_FRENCH} "Une version plus récente de CellIQ Desktop est installée. Désinstallez-la d’abord si vous voulez vraiment l’ancienne ; les données sont conservées, mais une ancienne version ne peut peut-être pas les ouvrir."

Function .onInit
  !insertmacro MULTIUSER_INIT
  ReadRegStr $0 SHCTX "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_OK|MB_ICONSTOP "$(Older)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; A running program holds its file: whoever can open it for writing is alone.
!macro WAIT_UNTIL_CLOSED un
Function ${un}WaitUntilClosed
  again:
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillOpen)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 4
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro WAIT_UNTIL_CLOSED ""
!insertmacro WAIT_UNTIL_CLOSED "un."

Section "Program"
  Call WaitUntilClosed
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*.*"
  File "/oname=celliq-desktop.ico" "${ICON}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}" "" "$INSTDIR\celliq-desktop.ico"

  ; a PDF stays a PDF: CellIQ Desktop only joins the "Open with" list
  WriteRegStr SHCTX "Software\Classes\${CLASS}" "" "Battery Condition Report"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\celliq-desktop.ico"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr SHCTX "Software\Classes\.pdf\OpenWithProgids" "${CLASS}" ""

  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\celliq-desktop.ico"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallMode" "$MultiUser.InstallMode"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" "$0"
SectionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\celliq.exe"
  Delete "$INSTDIR\celliq-desktop.ico"
  Delete "$INSTDIR\uninstall.exe"
  RMDir /r "$INSTDIR\_internal"
  RMDir "$INSTDIR"
  DeleteRegValue SHCTX "Software\Classes\.pdf\OpenWithProgids" "${CLASS}"
  DeleteRegKey SHCTX "Software\Classes\${CLASS}"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
SectionEnd
