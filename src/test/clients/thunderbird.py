"""Thunderbird in a virtual screen: an account, then reading, replying, moving and deleting with the keyboard."""
import json
import os
import subprocess

from marionette import Marionette
from scene import drive, make_message, run, skip, until

# Suppresses questions and pages of the first start.
QUIET = {
    'app.donation.eoy.version.viewed': 999, 'app.update.enabled': False, 'browser.shell.checkDefaultBrowser': False,
    'datareporting.policy.dataSubmissionEnabled': False, 'datareporting.policy.dataSubmissionPolicyBypassNotification': True,
    'mail.inappnotifications.enabled': False, 'mail.provider.suppress_dialog_on_startup': True,
    'mail.rights.version': 1, 'mail.shell.checkDefaultClient': False, 'mail.spotlight.firstRunDone': True,
    'mail.winsearch.firstRunDone': True, 'mail.warn_on_send_accel_key': False, 'mailnews.start_page.enabled': False,
    'mailnews.start_page_override.mstone': 'ignore', 'messenger.startup.action': 0, 'toolkit.telemetry.enabled': False,
    'mailnews.database.global.indexer.enabled': False, 'mail.compose.big_attachments.notify': False,
    'extensions.autoDisableScopes': 0, 'network.captive-portal-service.enabled': False,
}
STARTTLS, TLS, PASSWORD = 2, 3, 3


def preferences(scene, address):
    return {
        **QUIET,
        'mail.accountmanager.accounts': 'account1', 'mail.accountmanager.defaultaccount': 'account1',
        'mail.account.account1.server': 'server1', 'mail.account.account1.identities': 'id1',
        'mail.server.server1.type': 'imap', 'mail.server.server1.hostname': 'localhost',
        'mail.server.server1.port': scene.ports['imaps'], 'mail.server.server1.socketType': TLS,
        'mail.server.server1.authMethod': PASSWORD, 'mail.server.server1.userName': address,
        'mail.server.server1.name': address, 'mail.server.server1.login_at_startup': True,
        'mail.server.server1.check_new_mail': True, 'mail.server.server1.check_all_folders_for_new': True,
        'mail.identity.id1.useremail': address, 'mail.identity.id1.fullName': 'Thunderbird',
        'mail.identity.id1.smtpServer': 'smtp1', 'mail.identity.id1.valid': True,
        'mail.smtpservers': 'smtp1', 'mail.smtp.defaultserver': 'smtp1',
        'mail.smtpserver.smtp1.type': 'smtp',
        'mail.smtpserver.smtp1.hostname': 'localhost', 'mail.smtpserver.smtp1.port': scene.ports['submission'],
        'mail.smtpserver.smtp1.try_ssl': STARTTLS, 'mail.smtpserver.smtp1.authMethod': PASSWORD,
        'mail.smtpserver.smtp1.username': address,
    }


def use(scene):
    for program, package in (('Xvfb', 'xvfb'), ('xdotool', 'xdotool'), ('openbox', 'openbox'), ('certutil', 'libnss3-tools')):
        if subprocess.run(['which', program], stdout=subprocess.DEVNULL).returncode:
            skip('Thunderbird', 'apt-get install ' + package)
    address = scene.account('thunderbird')
    friend = scene.account('friend')
    scene.append(address, *(make_message(friend, address, subject) for subject in ('to read', 'to reply', 'to move', 'to delete')))
    home = scene.folder('thunderbird')
    profile = scene.folder('thunderbird/profile')
    run('certutil', '-N', '-d', 'sql:' + profile, '--empty-password')
    run('certutil', '-A', '-d', 'sql:' + profile, '-n', 'Test CA', '-t', 'C,,', '-i', scene.ca)
    environment = {**os.environ, 'HOME': home, 'LC_ALL': 'C.UTF-8', 'MOZ_CRASHREPORTER_DISABLE': '1'}
    with Program(scene, profile, QUIET, {**environment, 'MOZ_HEADLESS': '1'}) as program:
        program.remember(address, scene.password, 'imap://localhost', 'smtp://localhost')
        program.end()
    with Screen() as screen, Program(scene, profile, preferences(scene, address),
                                     {**environment, 'DISPLAY': screen.name}) as program:
        work(scene, address, friend, screen, program)
        program.end()
    return 'an account by TLS and STARTTLS: reads, replies with a copy in Sent, moves, deletes; new mail by IDLE'


# Precedes each script: the pane with folders and messages, and the account's folders by their flags.
PANE = '''
const top = Services.wm.getMostRecentWindow('mail:3pane');
const pane = top.document.getElementById('tabmail').currentAbout3Pane;
const { MailServices } = top.ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
const root = MailServices.accounts.defaultAccount.incomingServer.rootFolder;
const folder = flag => root.getFolderWithFlags(flag);
const INBOX = 0x1000, ARCHIVE = 0x4000;
const numbers = () => pane.gDBView ? [...Array(pane.gDBView.rowCount).keys()] : [];
const rows = () => numbers().map(number => pane.gDBView.getMsgHdrAt(number).mime2DecodedSubject);
'''


def work(scene, address, friend, screen, program):
    def ask(script, *arguments):
        return program.marionette.script(PANE + script, *arguments)

    def subjects(folder='INBOX'):
        return sorted(message['subject'] for message in scene.messages(address, folder))

    def select(subject):
        until(lambda: subject in ask('return rows();'), f'{subject!r} in the list')
        ask('pane.threadTree.selectedIndex = rows().indexOf(given[0]); pane.threadTree.table.body.focus();', subject)

    until(lambda: ask("if (!folder(INBOX)) return false; pane.displayFolder(folder(INBOX).URI); return true;"), 'the inbox')
    select('to read')
    until(lambda: seen(scene, address, 'to read', '\\Seen'), '\\Seen')
    screen.picture(scene, 'read')

    select('to reply')
    screen.keys('ctrl+r')
    until(lambda: ask("const w = Services.wm.getMostRecentWindow('msgcompose'); return !!w && w.gWindowLocked === false"
                      " && w.document.hasFocus();"), 'the window of the reply')
    run('xdotool', 'type', '--delay', '50', 'An answer', env=screen.environment)
    screen.picture(scene, 'reply')
    screen.keys('ctrl+Return')
    scene.arrived(friend, 'Re: to reply')
    scene.arrived(address, 'Re: to reply', 'Sent')
    until(lambda: seen(scene, address, 'to reply', '\\Answered'), '\\Answered')
    until(lambda: ask("return !Services.wm.getMostRecentWindow('msgcompose');"), 'the end of the reply')

    select('to move')
    ask("pane.commandController.doCommand('cmd_moveMessage', folder(ARCHIVE));")
    until(lambda: subjects('Archive') == ['to move'], 'the message in Archive')
    select('to delete')
    screen.keys('Delete')
    until(lambda: subjects('Trash') == ['to delete'], 'the message in Trash')
    scene.append(address, make_message(friend, address, 'during IDLE'))
    until(lambda: 'during IDLE' in ask('return rows();'), 'the new message in the list')
    assert subjects() == ['during IDLE', 'to read', 'to reply'], subjects()
    screen.picture(scene, 'end')


def seen(scene, address, subject, flag):
    return any(flag in message['flags'] for message in scene.messages(address) if message['subject'] == subject)


class Screen:
    """A virtual screen with a window manager."""

    def __init__(self):
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ['Xvfb', '-displayfd', str(writing), '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], pass_fds=[writing],
            stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as number:
            self.name = ':' + number.readline().strip()
        self.environment = {**os.environ, 'DISPLAY': self.name}
        self.manager = subprocess.Popen(['openbox'], env=self.environment, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        for process in (self.manager, self.server):
            process.terminate()
            process.wait()

    def keys(self, *keys):
        run('xdotool', 'key', '--clearmodifiers', '--delay', '100', *keys, env=self.environment)

    def picture(self, scene, name):
        run('import', '-window', 'root', os.path.join(scene.target, 'clients', f'thunderbird-{name}.png'), env=self.environment)


class Program:
    """Thunderbird with a profile and a Marionette session."""

    def __init__(self, scene, profile, preferences, environment):
        port = 20000 + os.getpid() % 20000
        with open(f'{profile}/user.js', 'w', encoding='utf-8') as file:
            for name, value in {**preferences, 'marionette.port': port}.items():
                file.write(f'user_pref({json.dumps(name)}, {json.dumps(value)});\n')
        self.process = subprocess.Popen(
            ['thunderbird', '--no-remote', '--marionette', '--remote-allow-system-access', '--profile', profile],
            env=environment)
        self.marionette = Marionette(port)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.process.kill()
        self.process.wait()

    def remember(self, user, password, *origins):
        """Stores the password in the password manager, so that Thunderbird does not ask for it."""
        for origin in origins:
            self.marionette.script('''
                const login = Components.classes['@mozilla.org/login-manager/loginInfo;1']
                    .createInstance(Components.interfaces.nsILoginInfo);
                login.init(given[2], null, given[2], given[0], given[1], '', '');
                await Services.logins.addLoginAsync(login);
                ''', user, password, origin)

    def end(self):
        self.marionette.quit()
        self.process.wait(60)


drive('Thunderbird', 'thunderbird', 'apt-get install thunderbird', ['thunderbird', '--version'], use)
