// What the mails of a milestone are called: each ID says what caused it, its kind and to whom it goes, so that none is made twice.

/** `cause` is the sequence number of an event, or names another cause; no part has a colon in it. */
export const mailIdOf = (milestoneId: string, cause: number | string, kind: string, recipientId: string): string =>
  `${milestoneId}:${cause}:${kind}:${recipientId}`;

/** Whether a mail tells of another one that came back. */
export const tellsOfReturn = (mailId: string): boolean => mailId.split(':')[2] === 'undeliverableNotice';

/**
 * Whoever keeps the service running, who need not be among the people of any engagement. Somebody of an engagement may be called
 * so all the same, and mails to the two are told apart by their cause.
 */
export const administratorId = 'administrator';

export const obstacleMailCause = (obstacleId: string, to: 'manager' | 'administrator'): string =>
  `obstacle-${obstacleId}-${to}`;

export const goesToAdministrator = (mailId: string): boolean =>
  /^obstacle-.*-administrator$/.test(mailId.split(':')[1] ?? '');
