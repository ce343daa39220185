### What `guide` says: how to find and remove an imposed root by hand.
### Where each menu's name was read, and which was not: docs/manual/guide.md.

guide-list = How to find and remove an imposed root by hand. There is a guide for each of these:
guide-linux = Linux needs no guide: `anchorwatch audit` shows the roots of this machine, and `anchorwatch block` refuses them.
guide-android-title = Find and remove an imposed root on Android
guide-ios-title = Find and remove an imposed root on an iPhone or iPad
guide-windows-title = Find and remove an imposed root on Windows
guide-macos-title = Find and remove an imposed root on a Mac
guide-limits = This page comes with the program: it has not looked at the device. Menus differ between versions and makers; if a name is not where this says, search the settings for it.

## Before

guide-before-head = Before you begin
guide-before_work = If the device belongs to an employer or a school, ask first: its own root may be needed there, and it looks like any other.
guide-before_management = If someone manages the device, the root comes back until the management is gone: a management profile, a work profile or a company's policy installs it again.
guide-before_noticed = Removing a root can be noticed. Where connections are intercepted, sites stop loading on that network. Decide first whether that is safe for you.

## Steps

guide-steps-head = Steps
guide-restart = Restart the device, so that connections that are still open end.
guide-firefox = Firefox has a list of its own: Settings, Privacy & Security, Certificates, View Certificates, Authorities. Choose a root that was added, then Delete or Distrust. Next to it is «Allow Firefox to automatically trust third-party root certificates you install»: with it, Firefox also trusts what was added to the system.
guide-keep = Remove only what you recognise as imposed. What is merely unknown may belong to an antivirus, your company or your school: ask.

guide-android-open = Open the list of the certificates that were added to the phone. The way there depends on the device:
guide-android-open_11 = Android 11 and later: Settings, Security & privacy (or Security), More security & privacy (or Advanced), Encryption & credentials, Trusted credentials, tab User.
guide-android-open_7 = Android 7 to 10: Settings, Security, Encryption & credentials (Android 7: Credential storage), Trusted credentials, tab User.
guide-android-open_samsung = Samsung: Settings, Security and privacy (or Biometrics and security), More security settings, View security certificates, tab User.
guide-android-look = The tab User holds what was added to the phone; if nobody added anything, it is empty. Touch an entry and compare its fingerprint with the list below.
guide-android-remove = To remove it: touch the entry, go to the end of its details, Remove, and confirm.
guide-android-work_profile = With a work profile there are two lists, personal and work. What is under work is installed by whoever manages that profile, and leaves with it.
guide-android-apps = Apps made for Android 7 or later do not trust roots of the tab User unless they ask for it; browsers do trust them. So such a root reads browsing above all.
guide-android-system_tab = The tab System holds what the phone came with. A phone whose system was changed can have an imposed root there; then only a clean system helps.

guide-ios-profiles = Settings, General, VPN & Device Management (older: Profiles, or Profiles & Device Management). If nothing is listed there, no profile is installed now.
guide-ios-look = Open each profile and its details: they name the certificates that it brings. Open a certificate and compare its fingerprint with the list below.
guide-ios-remove = To remove it: Remove Profile, your passcode, and confirm. The profile's certificates leave with it.
guide-ios-trust_settings = Then Settings, General, About, Certificate Trust Settings. A root that you installed by hand is trusted only if its switch under «Enable full trust for root certificates» is on. Switch off each one that you do not need.
guide-ios-management = A management profile (MDM) installs roots that need no such switch, and can install them again. Only Remove Management ends that; on a device that is not yours, ask first.
guide-ios-locked = If a profile has no button to remove it, it forbids that: whoever manages the device has to remove it, or the device is erased and set up anew without a backup that holds the profile.

guide-windows-list_user = Press Windows+R and type the command below. Open Trusted Root Certification Authorities, Certificates: that is what your programs trust.
guide-windows-list_machine = The same for the whole computer, as an administrator:
guide-windows-list_typed = Or the same in a terminal: the first two lines in any, the third in PowerShell.
guide-windows-list_policy = What a company's policy installed is in separate lists:
guide-windows-look = Open a certificate, Details, Thumbprint, and compare it with the list below. Windows itself brings some roots; a name that you do not know is no proof.
guide-windows-remove = To remove it: right click, Delete. Or in a terminal, with its thumbprint; the second line is for the whole computer, as an administrator.

guide-macos-profiles = System Settings, General, Device Management (older: Privacy & Security, Profiles; older still: System Preferences, Profiles). Choose a profile that was imposed and remove it; its certificates leave with it.
guide-macos-keychain = Open Keychain Access (search for it with Spotlight). Choose the keychain System, then login, each time Certificates. Apple's own roots are in System Roots: leave them.
guide-macos-list_typed = Or in Terminal. The last two lines list what was marked as trusted, by you and for all users:
guide-macos-look = Open a certificate, go to the end of its details, and compare its fingerprint with the list below.
guide-macos-remove = To remove it: choose it in Keychain Access and delete it. Or in Terminal, with its SHA-1 instead of SHA1:

## How to recognise one

guide-recognise-head = How to recognise a known root
guide-android-shown = The details of a certificate show both fingerprints, with colons.
guide-ios-shown = The details of a certificate show both fingerprints, with spaces.
guide-windows-shown = The details of a certificate show a SHA-1 as its thumbprint.
guide-macos-shown = The details of a certificate show both fingerprints, with spaces.
guide-same = If one of these is the same, it is that root: it was used, or made, to read other people's traffic, or its private key is public.
guide-none-same = If none is the same, that proves nothing: a root that is made anew has a new fingerprint. Save the certificate to a file and ask `anchorwatch identify FILE` on a computer, or ask who installed it.
guide-unlisted = { $count ->
        [one] { $count } more known key has no published certificate
       *[other] { $count } more known keys have no published certificate
    }, so no fingerprint can be given; `anchorwatch identify` knows them by the key.

## Afterwards

guide-after-head = What to do afterwards
guide-after_network = Leave the network on which you were told to install it, if you can.
guide-after_accounts = Then change the passwords that you used while the root was there, end open sessions and renew tokens, the important accounts first.
guide-after_past = Removing the root does not undo past reading.
guide-after_loading = Where connections are still intercepted, sites stop loading rather than become private. Do not go past the warning.
