// Signs and posts one webhook as Standard Webhooks has it, and says whether the receiver took it. Retries nothing.
import { Webhook } from 'standardwebhooks';
import { isTaken, postOnce, saidBy } from '../../mail/postOnce.ts';

export interface WebhookMessage {
  webhookId: string;
  payload: string;
}

export type WebhookOutcome = { status: 'delivered' } | { status: 'failed'; error: string; isFinal: boolean };

export type SendWebhook = (message: WebhookMessage, signal?: AbortSignal) => Promise<WebhookOutcome>;

export interface WebhookReceiver {
  url: string;
  /** `whsec_` and at least 24 bytes in base64, shared with the receiver; signed with each, so that either side may still have the older. */
  secret: string | readonly string[];
  /** Of the body; "application/json" by default. */
  contentType?: string;
}

export function openWebhookSender({ url, secret, contentType = 'application/json' }: WebhookReceiver): SendWebhook {
  const signing = [secret].flat().map((each) => new Webhook(each));
  return async ({ webhookId, payload }, signal) => {
    const at = new Date();
    const headers = {
      'content-type': contentType,
      'webhook-id': webhookId,
      'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
      'webhook-signature': signing.map((each) => each.sign(webhookId, at, payload)).join(' '),
    };
    const answer = await postOnce(url, headers, payload, signal);
    if (isTaken(answer)) return { status: 'delivered' };
    // 410 Gone is how a receiver says that it wants no more of it.
    return { status: 'failed', error: saidBy(answer), isFinal: 'status' in answer && answer.status === 410 };
  };
}
