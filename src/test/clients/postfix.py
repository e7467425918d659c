"""Debian's Postfix as another host, in both directions, with TLS; PostfixIT tests its bounces."""
import glob
import os
import smtplib
import subprocess

from scene import SUBJECT, body, drive, make_message, run, same, skip, until

POSTFIX = '/usr/sbin/postfix'
MAIN = '''
compatibility_level = 3.6
queue_directory = {place}/spool
data_directory = {place}/data
maillog_file = {place}/mail.log
maillog_file_prefixes = /
myhostname = mail.p.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = p.test
virtual_mailbox_base = {place}/mail
virtual_mailbox_maps = inline:{{ {{ bob@p.test = bob/ }} }}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
transport_maps = inline:{{ {{ a.test = smtp:[localhost]:{mx} }} }}
smtp_dns_support_level = disabled
smtp_tls_security_level = secure
smtp_tls_secure_cert_match = mail.a.test
smtp_tls_CAfile = {ca}
smtp_tls_loglevel = 1
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
smtpd_tls_received_header = yes
smtpd_tls_chain_files = {private_key}, {chain}
smtputf8_enable = yes
'''


def use(scene):
    if os.getuid() != 0:
        skip('postfix', 'it has to be started by root')
    address = scene.account('postfix')
    place = scene.folder('postfix')
    for part in ('etc', 'spool', 'data', 'mail'):
        os.makedirs(f'{place}/{part}')
    os.chmod(scene.place, 0o755)
    scene.file('postfix/etc/main.cf', MAIN.format(place=place, mx=scene.ports['mx'], ca=scene.ca, chain=scene.chain,
                                                  private_key=scene.private_key))
    with open('/usr/share/postfix/master.cf.dist') as usual:
        lines = [line for line in usual if not line.startswith(('#', 'smtp      inet'))]
    # Without chroot, since its folders are not where Debian prepares them.
    services = [' '.join([*words[:4], 'n', *words[5:]]) if (words := line.split()) and not line[0].isspace() else line.rstrip()
                for line in lines]
    scene.file('postfix/etc/master.cf', f'127.0.0.1:{scene.postfix} inet n - n - - smtpd\n' + '\n'.join(services) + '\n')
    for path in (f'{place}/etc/main.cf', f'{place}/etc/master.cf', scene.ca):
        os.chmod(path, 0o644)
    run('chown', 'postfix', f'{place}/data')
    run('chown', 'nobody', f'{place}/mail')
    subprocess.run([POSTFIX, '-c', f'{place}/etc', 'set-permissions'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run(POSTFIX, '-c', f'{place}/etc', 'start')
    try:
        exchange(scene, address, place)
    finally:
        print(open(f'{place}/mail.log').read())
        run(POSTFIX, '-c', f'{place}/etc', 'stop')
    return 'both directions with TLS, there with the name checked: octets compared, our signatures kept'


def exchange(scene, address, place):
    mine = make_message('bob@p.test', address)
    with smtplib.SMTP('127.0.0.1', scene.postfix) as session:
        session.starttls()
        session.sendmail('bob@p.test', [address], mine)
    received = scene.raw(address, scene.arrived(address, SUBJECT))
    same(body(received), mine, 'from Postfix')
    assert 'Verified TLS connection established to' in open(f'{place}/mail.log').read()

    mine = make_message(address, 'bob@p.test')
    with smtplib.SMTP_SSL('localhost', scene.ports['submissions'], context=scene.tls()) as session:
        session.login(address, scene.password)
        session.sendmail(address, ['bob@p.test'], mine)
    got = until(lambda: glob.glob(f'{place}/mail/bob/new/*'), 'mail for bob')
    with open(got[0], 'rb') as file:
        delivered = file.read()
    same(body(delivered), mine, 'to Postfix')
    assert b'DKIM-Signature' in delivered and b'using TLSv1.3' in delivered, delivered[:2000]


drive('postfix', POSTFIX, 'apt-get install postfix', ['postconf', '-h', 'mail_version'], use)
