// Posts one message to the address that somebody has in Slack or Teams, and says whether it was taken. Retries nothing.
import type { ChatService } from '../../domain/requests/chat.ts';
import { isTaken, postOnce, saidBy } from '../postOnce.ts';
import { chatPayload, type ChatMessage } from './chatMessage.ts';

export interface ChatAddress {
  service: ChatService;
  /** Whoever has it can write there. */
  address: string;
}

/** `isFinal`: the address was taken back or its channel is gone, so that no repeat helps. */
export type ChatOutcome =
  { status: 'taken' } | { status: 'failed'; error: string; isFinal: boolean; retryAfterSeconds: number };

const gone = [403, 404, 410];

export async function postChat(
  { service, address }: ChatAddress,
  message: ChatMessage,
  signal?: AbortSignal,
): Promise<ChatOutcome> {
  const headers = { 'content-type': 'application/json' };
  const answer = await postOnce(address, headers, chatPayload(service, message), signal);
  if (isTaken(answer)) return { status: 'taken' };
  const { status, retryAfterSeconds = 0 } = 'status' in answer ? answer : { status: 0 };
  return { status: 'failed', error: saidBy(answer), isFinal: gone.includes(status), retryAfterSeconds };
}
