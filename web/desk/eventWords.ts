// What happened to a milestone, in plain words.
import type { EventType } from '../../domain/events.ts';
import type { MessageKey, Words } from '../../mail/messages/words.ts';

export const eventWord = ({ say }: Words, type: EventType): string =>
  (say as (key: MessageKey) => string)(`event.${type}`);
