// A local HTTP server that answers Encrypt and Decrypt as AWS KMS does, by keys of its own; it counts what it is asked.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Asked {
  KeyId: string;
  Plaintext?: string;
  CiphertextBlob?: string;
  EncryptionContext?: Record<string, string>;
}

export interface KmsStandIn {
  url: string;
  asked: string[];
  stop(): Promise<void>;
}

export async function kmsStandIn(): Promise<KmsStandIn> {
  const secret = randomBytes(16);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target']);
      const answer = answerTo(secret, target, JSON.parse(Buffer.concat(parts).toString()) as Asked);
      asked.push(target);
      response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answerTo(secret: Buffer, target: string, { KeyId, ...asked }: Asked): object {
  const key = createHash('sha256').update(secret).update(KeyId).digest();
  const context = Buffer.from(JSON.stringify(Object.entries(asked.EncryptionContext ?? {}).sort()));
  if (target === 'TrentService.Encrypt') {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context);
    const sealed = [nonce, cipher.update(asked.Plaintext ?? '', 'base64'), cipher.final(), cipher.getAuthTag()];
    return { KeyId, CiphertextBlob: Buffer.concat(sealed).toString('base64') };
  }
  try {
    const sealed = Buffer.from(asked.CiphertextBlob ?? '', 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(context);
    decipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
    return { KeyId, Plaintext: plain.toString('base64') };
  } catch {
    return { __type: 'InvalidCiphertextException', message: 'not sealed by this key in this context' };
  }
}
