// What a mail is about, in plain words.
import type { MailKind } from '../../domain/requests/notificationKinds.ts';
import type { MessageKey, Words } from '../../mail/messages/words.ts';

export const mailWord = ({ say }: Words, kind: MailKind): string =>
  (say as (key: MessageKey) => string)(`mail.${kind}`);
