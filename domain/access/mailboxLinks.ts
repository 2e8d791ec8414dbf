// How long a link to what is asked of a mailbox opens, and how long one looks through it then. Pure.

/** Long enough for a mail that is slow, and for who reads it on another device. */
export const mailboxLinkMinutes = 20;
/** To decide on what is asked, one after the other. */
export const visitMinutes = 60;

export const minutesAfter = (now: string, minutes: number): string =>
  new Date(Date.parse(now) + minutes * 60_000).toISOString();
