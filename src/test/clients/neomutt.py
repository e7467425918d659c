"""NeoMutt: sends from the command line, then in a terminal: reads, flags, replies, moves, deletes, waits."""
import os
import pty
import select
import subprocess

from scene import ATTACHMENT, SUBJECT, drive, make_message, run, until

CONFIGURATION = '''
set ssl_ca_certificates_file="{ca}"
set ssl_force_tls=yes
set from="{user}" realname="NeoMutt" imap_user="{user}" imap_pass="{password}" smtp_pass="{password}"
set folder="{imap}" spoolfile="+INBOX" record="+Sent" postponed="+Drafts" trash=""
set smtp_url="{smtp}"
set copy=yes delete=yes move=no quit=yes mark_old=no sort=mailbox-order confirmappend=no confirmcreate=no
set editor="{editor}" fast_reply=yes include=yes abort_unmodified=no imap_idle=yes timeout=2 mail_check=1
set header_cache="" sleep_time=0 pager_stop=yes wait_key=no beep=no
set tmpdir="{place}" certificate_file="{place}/accepted"
'''


def use(scene):
    address = scene.account('neomutt')
    place = scene.folder('neomutt')
    editor = scene.file('neomutt/editor', '#!/bin/sh\necho An answer >> "$1"\n')
    os.chmod(editor, 0o700)
    user = address.replace('@', '%40')

    def configuration(smtp, imap):
        return scene.file('neomutt/rc', CONFIGURATION.format(
            ca=scene.ca, user=address, password=scene.password, place=place, editor=editor,
            smtp=f'{smtp}://{user}@localhost:{scene.ports["submission" if smtp == "smtp" else "submissions"]}',
            imap=f'{imap}://{user}@localhost:{scene.ports[imap]}/'))

    environment = {**os.environ, 'HOME': place, 'TERM': 'xterm', 'LC_ALL': 'C.UTF-8'}
    attachment = scene.file('neomutt/größe.bin', ATTACHMENT)
    for smtp, imap in (('smtps', 'imaps'), ('smtp', 'imap')):
        run('neomutt', '-n', '-F', configuration(smtp, imap), '-s', SUBJECT, '-a', attachment, '--', address,
            input='Grüße\n.\n..\n'.encode(), env=environment)
    assert [message['subject'] for message in scene.messages(address)] == [SUBJECT] * 2
    assert b'\r\n.\r\n..\r\n' in scene.raw(address, scene.messages(address)[0])

    scene.append(address, *(make_message(address, address, f'number {number}') for number in range(3, 7)))
    keys = ('<jump>1<enter><display-message><exit><jump>2<enter><flag-message><jump>3<enter><reply><send-message>'
            '<jump>4<enter><save-message><kill-line>+Work<enter><jump>5<enter><delete-message><sync-mailbox>')
    with Terminal(['neomutt', '-n', '-F', configuration('smtps', 'imaps'), '-e', f'push "{keys}"'], environment) as screen:
        screen.shows('deleted')
        until(lambda: len(scene.messages(address)) == 5, 'the changes at the server')
        scene.append(address, make_message(address, address, 'during IDLE'))
        screen.shows('New mail in this mailbox')
        screen.type('q')
        screen.ends()

    there = {message['subject']: set(message['flags']) for message in scene.messages(address)[1:]}
    assert '\\Seen' in scene.messages(address)[0]['flags']
    assert there.keys() == {SUBJECT, 'number 3', 'number 6', 'Re: number 3', 'during IDLE'}, there
    assert '\\Flagged' in there[SUBJECT] and '\\Answered' in there['number 3'], there
    assert [message['subject'] for message in scene.messages(address, 'Work')] == ['number 4']
    assert [message['subject'] for message in scene.messages(address, 'Sent')] == ['Re: number 3']
    return 'sends by TLS and STARTTLS; reads, flags, replies with a copy in Sent, moves, deletes; IDLE'


class Terminal:
    """A program in a terminal, and everything that it has displayed."""

    def __init__(self, command, environment):
        self.screen, inner = pty.openpty()
        self.process = subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner, env=environment,
                                        start_new_session=True)
        os.close(inner)
        self.shown = b''

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.process.kill()
        print(self.shown.decode(errors='replace').replace('\x1b', '^'))

    def read(self):
        while select.select([self.screen], [], [], 0.05)[0]:
            try:
                self.shown += os.read(self.screen, 65536)
            except OSError:
                return

    def shows(self, text):
        def shown():
            self.read()
            return text.encode() in self.shown
        until(shown, f'{text!r} on the screen')

    def type(self, text):
        os.write(self.screen, text.encode())

    def ends(self):
        def ended():
            self.read()
            return self.process.poll() is not None
        until(ended, 'the end of the program')
        assert self.process.returncode == 0, self.process.returncode


drive('neomutt', 'neomutt', 'apt-get install neomutt', ['neomutt', '-v'], use)
