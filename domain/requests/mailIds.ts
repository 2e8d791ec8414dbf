// What the mails of a milestone are called: each ID says what caused it, its kind and to whom it goes, so that none is made twice.

/** `cause` is the sequence number of an event; no part has a colon in it. */
export const mailIdOf = (milestoneId: string, cause: number, kind: string, recipientId: string): string =>
  `${milestoneId}:${cause}:${kind}:${recipientId}`;

/** Whether a mail tells of another one that came back. */
export const tellsOfReturn = (mailId: string): boolean => mailId.split(':')[2] === 'undeliverableNotice';
