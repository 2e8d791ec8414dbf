// How the manager sees a request for a decision: whom it went to, how far it got, and whether its link still decides.
import { z } from 'zod';
import type { RequestDelivery } from '../db/requestDeliveries.ts';
import { personOf, type Milestone } from '../domain/milestone.ts';
import { canStillDecide } from '../domain/requests/openRequests.ts';

export const requestStatus = z
  .object({
    requestId: z.string(),
    personId: z.string(),
    name: z.string().optional(),
    kind: z.enum([
      'validation',
      'review',
      'signature',
      'facilitation',
      'confirmation',
      'objection',
      'determination',
      'closure',
      'verification',
      'extension',
      'revocation',
      'amendment',
    ]),
    round: z.int(),
    packageDigest: z.string().optional(),
    status: z.enum(['queued', 'sent', 'bounced', 'opened', 'decided']),
    isOpen: z.boolean().describe('a decision is still awaited from this person by this request'),
    askedAt: z.string(),
    sentAt: z.string().optional().describe('when the SMTP server took the first mail'),
    bouncedAt: z.string().optional(),
    lastError: z.string().optional(),
    openedAt: z.string().optional().describe('only on evidence of a human act: the typed name, or a decision'),
    decidedAt: z.string().optional(),
    visits: z.int().describe('looks at the page, by people or by machines that check mail'),
    lastVisitAt: z.string().optional(),
    mails: z.int().describe('the request and its reminders'),
  })
  .meta({ id: 'Request' });

export function requestStatusOf(delivery: RequestDelivery, milestone: Milestone | null): z.infer<typeof requestStatus> {
  const { isReplaced, ...rest } = delivery;
  const isOpen = milestone !== null && !isReplaced && canStillDecide(milestone, delivery);
  const name = milestone ? personOf(milestone, delivery.personId)?.name : undefined;
  return { ...rest, ...(name ? { name } : {}), isOpen };
}
