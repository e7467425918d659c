// imapflow: folders, flags, MOVE, CONDSTORE, IDLE, SPECIAL-USE, streams; NODE_EXTRA_CA_CERTS names the CA.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { ImapFlow } from 'imapflow';

const scene = JSON.parse(fs.readFileSync(process.argv[2]));
const user = process.argv[3];
const encoded = text => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
const letter = number => `From: ${user}\r\nTo: ${user}\r\nSubject: ${encoded(`Größe ${number} ✓`)}\r\n`
  + `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n`
  + `Content-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n.\r\n--b\r\nContent-Type: application/octet-stream; name=x.bin\r\n`
  + `Content-Disposition: attachment; filename=x.bin\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQ=\r\n--b--\r\n`;

async function open(secure) {
  const client = new ImapFlow({
    host: 'localhost', port: secure ? scene.ports.imaps : scene.ports.imap, secure, doSTARTTLS: secure ? undefined : true,
    auth: { user, pass: 'correct horse' }, logger: false });
  await client.connect();
  return client;
}

const client = await open(true);
const folders = await client.list();
for (const use of ['\\Sent', '\\Trash', '\\Drafts', '\\Junk', '\\Archive']) {
  assert(folders.some(folder => folder.specialUse === use), use);
}
await client.mailboxCreate(['Jährlich', '2026']);
await client.mailboxRename(['Jährlich', '2026'], ['Jährlich', '2027']);
await client.mailboxSubscribe('Jährlich/2027');
assert((await client.list()).some(folder => folder.path === 'Jährlich/2027' && folder.subscribed));

for (let number = 0; number < 5; number++) {
  const put = await client.append('INBOX', letter(number), number === 0 ? ['\\Seen', '$Label1'] : []);
  assert.equal(put.uid, number + 1);
}
let lock = await client.getMailboxLock('INBOX');
const first = await client.fetchOne('1', {
  uid: true, flags: true, envelope: true, bodyStructure: true, source: true, headers: ['subject'] });
assert.equal(first.source.toString(), letter(0));
assert.equal(first.envelope.subject, 'Größe 0 ✓');
assert(first.flags.has('$Label1') && first.flags.has('\\Seen'));
assert.equal(first.bodyStructure.childNodes[1].dispositionParameters.filename, 'x.bin');
const { content } = await client.download('1', '2');
const pieces = [];
for await (const piece of content) pieces.push(piece);
assert.deepEqual(Buffer.concat(pieces), Buffer.from([0, 1, 2, 3, 4]));
assert.deepEqual(await client.search({ subject: 'Größe 3' }, { uid: true }), [4]);
assert.deepEqual(await client.search({ seen: false }, { uid: true }), [2, 3, 4, 5]);
assert(await client.messageFlagsAdd('2:3', ['\\Flagged', '\\Answered']));
assert(await client.messageFlagsRemove('3', ['\\Answered']));
const flagged = [];
for await (const { seq, flags } of client.fetch({ flagged: true }, { flags: true })) {
  flagged.push([seq, flags.has('\\Answered')]);
}
assert.deepEqual(flagged, [[2, true], [3, false]]);
const moved = await client.messageMove('4', 'Jährlich/2027');
assert.deepEqual([...moved.uidMap], [[4, 1]]);
const copied = await client.messageCopy('1', 'Archive');
assert.deepEqual([...copied.uidMap], [[1, 1]]);
assert(await client.messageDelete('4'));
assert.equal(client.mailbox.exists, 3);
lock.release();
const status = await client.status('Jährlich/2027', { messages: true, unseen: true, uidNext: true, highestModseq: true });
assert.equal(status.messages, 1);
assert.equal(status.uidNext, 2);

const other = await open(false);
lock = await client.getMailboxLock('INBOX');
const told = name => new Promise((done, late) => {
  client.once(name, done);
  setTimeout(() => late(new Error(`not told of ${name}`)), 20000).unref();
});
const idle = client.idle();
let news = told('exists');
await other.append('INBOX', letter(9));
assert.equal((await news).count, 4);
const otherLock = await other.getMailboxLock('INBOX');
news = told('flags');
await other.messageFlagsAdd('1', ['\\Answered']);
assert((await news).flags.has('\\Answered'));
news = told('expunge');
await other.messageDelete('2');
assert.equal((await news).seq, 2);
otherLock.release();
lock.release();
await client.mailboxDelete('Jährlich/2027');
await Promise.all([other.logout(), client.logout(), idle]);
console.log('by TLS and STARTTLS: folders, octets, parts, search, flags, move, copy, delete; told of changes on IDLE');
process.exit(0);
