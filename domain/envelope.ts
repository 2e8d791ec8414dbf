// What messages to a milestone share.
import { z } from 'zod';
import { actor } from './people/people.ts';
import { anyText, key } from './terms/text.ts';

export const digest = z.string().regex(/^[0-9a-f]{64}$/, 'use the SHA-256 in lower-case hexadecimal');

export const deliverableIds = z.array(key).min(1).max(500);

/** What every message carries: an ID that makes repeats harmless, and who acts. */
export const envelope = { messageId: anyText(200).min(1), actor };
