// Parsing in a thread: what one message can cost, and that the next one is read all the same.
import assert from 'node:assert/strict';
import { openMessageReader, UnreadableMessage, type MessageReader } from '../../../mail/replies/messageReader.ts';

const head = 'From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\n';

describe('Reader of messages', () => {
  let reader: MessageReader;
  beforeEach(() => {
    reader = openMessageReader();
  });
  afterEach(() => reader.close());

  it('reads messages one after the other, in the order they were given', async () => {
    const texts = ['one', 'two', 'three'];
    const read = await Promise.all(texts.map((text) => reader.read(Buffer.from(`${head}\r\n${text}\r\n`))));
    assert.deepEqual(
      read.map(({ parts }) => parts[0]?.lines),
      texts.map((text) => [text, '']),
    );
  });

  it('gives up on a message that takes too long, and reads the next one', async () => {
    const hasty = openMessageReader({ milliseconds: 1, heapMegabytes: 256 });
    await assert.rejects(hasty.read(Buffer.from(`${head}\r\nslow\r\n`)), UnreadableMessage);
    await hasty.close();
    assert.deepEqual((await reader.read(Buffer.from(`${head}\r\nnext\r\n`))).parts[0]?.lines, ['next', '']);
  });

  it('survives a message that exhausts its memory', async () => {
    const small = openMessageReader({ milliseconds: 60_000, heapMegabytes: 16 });
    const many = Buffer.from(`${head}Content-Type: text/html\r\n\r\n${'<p>x'.repeat(240_000)}`);
    await assert.rejects(small.read(many), UnreadableMessage);
    await small.close();
  });

  it('is not held up by text that makes quote patterns slow', async () => {
    const text = `${'On '.repeat(20_000)}\n${'Op '.repeat(20_000)}schreef\n${'> '.repeat(20_000)}`;
    assert.ok((await reader.read(Buffer.from(`${head}\r\n${text}\r\n`))).parts.length > 0);
  });

  it('does not take names of headers for anything else', async () => {
    const raw = Buffer.from(`${head}__proto__: x\r\nconstructor: y\r\n\r\nAPPROVE\r\n`);
    assert.deepEqual((await reader.read(raw)).parts[0]?.lines, ['APPROVE', '']);
  });
});
