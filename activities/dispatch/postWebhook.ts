// Signs and posts one webhook as Standard Webhooks has it, and says whether the receiver took it. Retries nothing.
import { Webhook } from 'standardwebhooks';

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

const answerWithinMilliseconds = 15_000;

/** Redirects are not followed: the receiver was named by an administrator, where it points to was not. */
export function openWebhookSender({ url, secret, contentType = 'application/json' }: WebhookReceiver): SendWebhook {
  const signing = [secret].flat().map((each) => new Webhook(each));
  return async ({ webhookId, payload }, signal) => {
    const at = new Date();
    const limit = AbortSignal.timeout(answerWithinMilliseconds);
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': contentType,
          'user-agent': 'milestone-sign-off',
          'webhook-id': webhookId,
          'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
          'webhook-signature': signing.map((each) => each.sign(webhookId, at, payload)).join(' '),
        },
        body: payload,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      await response.body?.cancel();
      if (response.ok) return { status: 'delivered' };
      // 410 Gone is how a receiver says that it wants no more of it.
      return { status: 'failed', error: `answered ${response.status}`, isFinal: response.status === 410 };
    } catch (error) {
      return { status: 'failed', error: reasonOf(error as Error), isFinal: false };
    }
  };
}

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return `no answer within ${answerWithinMilliseconds / 1000} s`;
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return (cause?.code ?? cause?.message ?? error.message).slice(0, 300);
}
