// Chat: where an engagement manager may have notices told beside their mail, and which mails are told there. Nobody decides by it. Pure.
import { SignOffError } from '../errors.ts';
import { answerKinds, linkMailKinds, type MailKind } from './notificationKinds.ts';

export const chatServices = ['slack', 'teams'] as const;
export type ChatService = (typeof chatServices)[number];

/** Of Slack's incoming webhooks, and of those that workflows of Teams have; `*.` before the end of several. */
export const usualChatHosts = [
  'hooks.slack.com',
  'hooks.slack-gov.com',
  '*.logic.azure.com',
  '*.environment.api.powerplatform.com',
  '*.webhook.office.com',
] as const;

/** A receipt answers an act of one's own, as do codes, links and what is said to a reply; what is signed is asked by mail alone. */
const notTold: readonly MailKind[] = [
  ...answerKinds,
  ...linkMailKinds,
  ...(['decisionReceipt', 'signatureRequest', 'sponsorBrief'] as const),
];

export const isToldByChat = (kind: MailKind): boolean => !notTold.includes(kind);

const own = ['localhost', '127.0.0.1'];

const isOf = (hostname: string, host: string): boolean =>
  host.startsWith('*.') ? hostname.endsWith(host.slice(1).toLowerCase()) : hostname === host.toLowerCase();

/**
 * Whoever runs a milestone chooses an address, not whoever runs the service: it leads to a host that the latter named, and nowhere into
 * their network. In clear only to the machine itself. Throws INVALID_MESSAGE.
 */
export function assertChatAddress(address: string, hosts: readonly string[]): void {
  if (!URL.canParse(address))
    throw wrong('This is no whole address; copy it as Slack or Teams shows it, from https:// on.');
  const { protocol, hostname, username, password, port } = new URL(address);
  const isHere = own.includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere))
    throw wrong('The address has to begin with https://, so that nobody on the way can read it.');
  if (username !== '' || password !== '' || (port !== '' && !isHere))
    throw wrong('The address must name no user, password or port; copy it as Slack or Teams shows it.');
  if (!hosts.some((each) => isOf(hostname, each)))
    throw wrong(
      `The address leads to ${hostname}, where this service tells nothing; whoever runs it names such hosts (CHAT_HOSTS).`,
    );
}

export const chatNotTaken = (error: string): SignOffError =>
  wrong(`The message to try the address was not taken (${error}); copy the address again, or make another one there.`);

const wrong = (sentence: string): SignOffError => new SignOffError('INVALID_MESSAGE', sentence, { field: 'address' });
