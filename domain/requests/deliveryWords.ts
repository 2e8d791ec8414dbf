// What the kinds of mails that prove delivery are called before people.

/** What people read for a mail that proves delivery; its kind is a name among machines. */
export function deliveryWords(kind: string): string {
  if (kind === 'finalNotice') return 'final notice';
  if (kind === 'reminder') return 'reminder';
  return kind === 'reviewRequest' || kind === 'signatureRequest' ? 'request' : 'notice';
}
