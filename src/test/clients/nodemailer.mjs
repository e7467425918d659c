// nodemailer: submission by TLS and STARTTLS, a pool of connections, attachments; NODE_EXTRA_CA_CERTS names the CA.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import nodemailer from 'nodemailer';

const scene = JSON.parse(fs.readFileSync(process.argv[2]));
const user = process.argv[3];
const api = path => fetch(`http://localhost:${scene.ports.http}/v1/accounts/${user}${path}`,
  { headers: { Authorization: `Bearer ${scene.key}` } });
const transport = (secure, more = {}) => nodemailer.createTransport({
  host: 'localhost', port: secure ? scene.ports.submissions : scene.ports.submission, secure, requireTLS: !secure,
  auth: { user, pass: 'correct horse' }, ...more });

for (const secure of [true, false]) {
  const one = transport(secure, { pool: true, maxConnections: 3 });
  await one.verify();
  const sent = await Promise.all([...Array(10).keys()].map(number => one.sendMail({
    from: { name: 'Ähre', address: user }, to: user, subject: `Größe ${number} ✓ ${secure}`,
    text: 'Grüße\n.\n..\n', html: '<p>Grüße</p>',
    attachments: [{ filename: 'größe.bin', content: Buffer.from([0, 1, 2, 255]) }] })));
  for (const { accepted, response } of sent) {
    assert.deepEqual(accepted, [user]);
    assert.match(response, /^250 2\.0\.0/);
  }
  one.close();
}
const { messages } = await (await api('/messages?folder=INBOX&page_size=100')).json();
assert.equal(messages.length, 20);
assert.equal(new Set(messages.map(message => message.subject)).size, 20);
const raw = await (await api(`/messages/${messages[0].id}/raw`)).text();
assert(raw.includes('AAEC/w==') && raw.includes('with ESMTPSA'));
await assert.rejects(transport(true, { auth: { user, pass: 'wrong' } }).verify(), { code: 'EAUTH', responseCode: 535 });
await assert.rejects(transport(false).sendMail({ from: user, to: 'nobody@a.test', text: 'x' }),
  { code: 'EENVELOPE', responseCode: 550 });
console.log('20 messages with attachments by TLS and STARTTLS over pools of connections; wrong password and recipient refused');
process.exit(0);
