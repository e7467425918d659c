"""Python's smtplib, imaplib and poplib."""
import imaplib
import poplib
import smtplib
import sys

from scene import SUBJECT, body, drive, make_message, same


def use(scene):
    address = scene.account('python')
    mine = make_message(address, address)
    with smtplib.SMTP('localhost', scene.ports['submission']) as session:
        session.starttls(context=scene.tls())
        session.login(address, scene.password)
        assert session.sendmail(address, [address, 'nobody@a.test'], mine).keys() == {'nobody@a.test'}
    with smtplib.SMTP_SSL('localhost', scene.ports['submissions'], context=scene.tls()) as session:
        try:
            session.login(address, 'wrong')
            raise AssertionError('a wrong password was taken')
        except smtplib.SMTPAuthenticationError as refused:
            assert refused.smtp_code == 535, refused
        session.login(address, scene.password)
        session.sendmail(address, [address], mine)
    imap(scene, address, mine)
    pop3(scene, address, mine)
    return 'smtplib, imaplib, poplib by TLS and STARTTLS: octets, flags, move, delete, folders, UIDL, TOP'


def ok(answer):
    assert answer[0] == 'OK', answer
    return answer[1]


def imap(scene, address, mine):
    session = imaplib.IMAP4('localhost', scene.ports['imap'])
    session.starttls(scene.tls())
    ok(session.login(address, scene.password))
    assert ok(session.select()) == [b'2']
    for row in ok(session.fetch('1:2', '(UID BODY.PEEK[])'))[::2]:
        same(body(row[1]), mine, 'IMAP')
    assert ok(session.search('UTF-8', 'TEXT', b'"From the other side"')) == [b'1 2']
    ok(session.store('1', '+FLAGS', '(\\Answered $Forwarded)'))
    ok(session.create('Year/2026'))
    ok(session.rename('Year/2026', 'Year/2027'))
    ok(session.subscribe('Year/2027'))
    assert any(b'Year/2027' in line for line in ok(session.lsub()))
    assert 'MOVE' in session.capabilities
    ok(session._simple_command('MOVE', '1', '"Year/2027"'))
    assert session.response('EXPUNGE')[1] == [b'1']
    moved, = scene.messages(address, 'Year/2027')
    assert moved['subject'] == SUBJECT and '\\Answered' in moved['flags'], moved
    ok(session.append('Drafts', '(\\Draft)', None, mine))
    ok(session.store('1', '+FLAGS', '\\Deleted'))
    assert ok(session.expunge()) == [b'1']
    session.logout()


def pop3(scene, address, mine):
    scene.append(address, mine, mine)
    session = poplib.POP3('localhost', scene.ports['pop3'])
    session.stls(context=scene.tls())
    session.user(address)
    session.pass_(scene.password)
    assert session.stat()[0] == 2
    assert len({line.split()[1] for line in session.uidl()[1]}) == 2
    same(b'\r\n'.join(session.retr(1)[1]) + b'\r\n', mine, 'POP3')
    assert session.top(1, 0)[1][0] == mine.split(b'\r\n')[0]
    session.dele(1)
    session.quit()
    session = poplib.POP3_SSL('localhost', scene.ports['pop3s'], context=scene.tls())
    session.user(address)
    session.pass_(scene.password)
    assert session.stat()[0] == 1
    session.quit()


drive('Python smtplib, imaplib, poplib', sys.executable, 'apt-get install python3', [sys.executable, '--version'], use)
