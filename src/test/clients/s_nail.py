"""S-nail: sends by TLS and STARTTLS, reads by IMAP and POP3."""
import urllib.parse

from scene import ATTACHMENT, SUBJECT, drive, run


def use(scene):
    address = scene.account('s-nail')
    place = scene.folder('s-nail')
    login = f"{urllib.parse.quote(address, safe='')}:{urllib.parse.quote(scene.password)}@localhost"
    attachment = scene.file('s-nail/größe.bin', ATTACHMENT)

    def nail(*arguments, commands, **options):
        settings = {'v15-compat': '', 'tls-ca-file': scene.ca, 'tls-ca-no-defaults': '', 'tls-verify': 'strict',
                    'from': address, 'ttycharset': 'utf-8', 'sendcharsets': 'utf-8', 'mta': 'test',
                    'smtp-auth': 'plain', 'inbox': '', **options}
        sets = [word for name, value in settings.items() for word in ('-S', f'{name}={value}' if value else name)]
        return run('s-nail', '-:/', *sets, *arguments, input=commands.encode(),
                   env={'HOME': place, 'TMPDIR': place, 'LC_ALL': 'C.UTF-8', 'PATH': '/usr/bin:/bin'})

    for mta, listener in (('smtp', 'submission'), ('smtps', 'submissions')):
        nail('-s', SUBJECT, '-a', attachment, address, commands='Grüße\n.\n..\n',
             **{'mta': f'{mta}://{login}:{scene.ports[listener]}', 'smtp-use-starttls': ''})
    assert [message['subject'] for message in scene.messages(address)] == [SUBJECT] * 2

    output = nail('-f', f"imaps://{login}:{scene.ports['imaps']}/INBOX",
                commands='headers\ntype 1\nflag 1\ncopy 1 @Work\ndelete 2\nquit\n')
    assert 'Grüße' in output and SUBJECT[:12] in output, output
    kept, = scene.messages(address)
    assert {'\\Seen', '\\Flagged'} <= set(kept['flags']), kept
    output = nail('-f', f"pop3s://{login}:{scene.ports['pop3s']}", commands='type 1\ndelete 1\nquit\n')
    assert 'Grüße' in output, output
    assert scene.messages(address) == []
    return 'sends with an attachment by TLS and STARTTLS; IMAP reads, flags, deletes; POP3 reads and deletes'


drive('s-nail', 's-nail', 'apt-get install s-nail', ['s-nail', '--version'], use)
