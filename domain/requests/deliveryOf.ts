// What the kinds of mails that prove delivery are called before people.

/** What a mail that proves delivery is for people; its kind is a name among machines. */
export function deliveryOf(kind: string): 'finalNotice' | 'reminder' | 'request' | 'notice' {
  if (kind === 'finalNotice') return 'finalNotice';
  if (kind === 'reminder') return 'reminder';
  return kind === 'reviewRequest' || kind === 'signatureRequest' ? 'request' : 'notice';
}
