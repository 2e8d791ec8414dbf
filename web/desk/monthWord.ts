// A month as people read it.
import type { Words } from '../../mail/messages/words.ts';

/** Of "2026-12". */
export const monthWord = ({ locale }: Words, month: string): string =>
  new Intl.DateTimeFormat(locale, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));
