// A master key that AWS KMS keeps: it wraps and unwraps there and never leaves.
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { patient } from '../awsPatience.ts';
import type { MasterKey, WrappingContext } from './masterKey.ts';

/** `arn:aws:kms:REGION:ACCOUNT:key/ID`; an alias could come to mean another key. */
export const kmsKeyArn = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[\w-]+$/;

/** The ARN is its ID. Credentials and endpoint come from where the AWS SDK looks for them. */
export function kmsMasterKey(arn: string): MasterKey {
  const region = kmsKeyArn.exec(arn)?.[1];
  if (region === undefined) throw new TypeError(`"${arn}" is no ARN of a key in AWS KMS.`);
  const client = new KMSClient({ region, ...patient() });
  return {
    id: arn,
    wrap: (key, context) =>
      answered(arn, 'wrap', async () => {
        const command = new EncryptCommand({ KeyId: arn, Plaintext: key, EncryptionContext: contextOf(context) });
        return (await client.send(command)).CiphertextBlob;
      }),
    unwrap: (wrapped, context) =>
      answered(arn, 'unwrap', async () => {
        const command = new DecryptCommand({
          KeyId: arn,
          CiphertextBlob: wrapped,
          EncryptionContext: contextOf(context),
        });
        return (await client.send(command)).Plaintext;
      }),
  };
}

const contextOf = (context: WrappingContext): Record<string, string> => ({ ...context });

async function answered(arn: string, what: string, ask: () => Promise<Uint8Array | undefined>): Promise<Uint8Array> {
  try {
    const bytes = await ask();
    if (bytes) return bytes;
    throw new Error('it answered without bytes');
  } catch (cause) {
    throw new Error(`AWS KMS did not ${what} a data key by ${arn}: ${(cause as Error).message}`, { cause });
  }
}
