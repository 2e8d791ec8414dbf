// What must be so after a run, whatever went wrong in it. Each finding is one sentence.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBag } from '../../evidence/verify/folderBag.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import { verifyBag } from '../../evidence/verify/verifyBag.ts';
import type { Api } from './api.ts';
import type { FaultyInbox } from './inbox.ts';
import { amount, type Acknowledged, type Ending, type People } from './people.ts';

interface Page<T> {
  items: T[];
  next?: string;
}
interface EventItem {
  type: string;
  actor: { personId: string };
}
interface MailItem {
  kind: string;
  recipientId: string;
  status: string;
  messageIdHeader: string;
  repeats: number;
}

export interface Figures {
  milestones: number;
  acknowledged: number;
  mails: number;
  mailsThatCameTwice: number;
  archives: number;
}

export async function check(
  api: Api,
  people: People,
  inbox: FaultyInbox,
): Promise<{ findings: string[]; figures: Figures }> {
  const findings: string[] = [];
  const figures: Figures = {
    ...{ milestones: people.endings.size, acknowledged: people.acknowledged.length },
    ...{ mails: 0, mailsThatCameTwice: 0, archives: 0 },
  };
  const arrived = new Map<string, number>();
  for (const { messageId } of inbox.taken) arrived.set(messageId, (arrived.get(messageId) ?? 0) + 1);
  for (const [milestoneId, ending] of people.endings) {
    const at = `/milestones/${milestoneId}`;
    const { phase } = await api.get<{ phase: string }>(at);
    if (phase !== ending) findings.push(`${milestoneId} is ${phase}, not ${ending}.`);
    const events = await all<EventItem>(api, `${at}/timeline`);
    findings.push(...onceOnRecord(milestoneId, events, people.acknowledged));
    const mails = await all<MailItem>(api, `${at}/mails`);
    figures.mails += mails.length;
    for (const mail of mails) {
      const times = arrived.get(mail.messageIdHeader) ?? 0;
      if (times > 1) figures.mailsThatCameTwice += 1;
      findings.push(...ofMail(milestoneId, mail, times));
    }
    if (ending === 'accepted' && phase !== 'accepted') continue;
    if (ending === 'accepted') {
      findings.push(...(await ofOutputs(api, milestoneId)));
      figures.archives += 1;
    } else findings.push(...(await noOutputs(api, milestoneId, ending)));
  }
  const { status, obstacles = [] } = await api.get<{ status: string; obstacles?: { kind: string }[] }>('/health');
  const why = obstacles.map(({ kind }) => kind).join(', ') || 'of something';
  if (status !== 'up') findings.push(`The service says of itself that it is ${status}, for ${why}.`);
  return { findings, figures };
}

async function all<T>(api: Api, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let after = ''; ;) {
    const page = await api.get<Page<T>>(`${path}?limit=200${after && `&after=${encodeURIComponent(after)}`}`);
    items.push(...page.items);
    if (page.next === undefined) return items;
    after = page.next;
  }
}

export function onceOnRecord(
  milestoneId: string,
  events: readonly EventItem[],
  acknowledged: readonly Acknowledged[],
): string[] {
  return acknowledged
    .filter((each) => each.milestoneId === milestoneId)
    .flatMap(({ personId, event }) => {
      const found = events.filter((each) => each.type === event && each.actor.personId === personId).length;
      return found === 1
        ? []
        : [`${milestoneId}: ${event} of ${personId} was acknowledged and is on record ${found} times.`];
    });
}

export function ofMail(milestoneId: string, mail: MailItem, times: number): string[] {
  const which = `${milestoneId}: ${mail.kind} to ${mail.recipientId}`;
  if (mail.status !== 'sent') return [`${which} is ${mail.status}.`];
  if (times === 0) return [`${which} is said to be sent and never arrived.`];
  return times <= 1 + mail.repeats ? [] : [`${which} came ${times} times, and ${mail.repeats} repeats are on record.`];
}

async function ofOutputs(api: Api, milestoneId: string): Promise<string[]> {
  const at = `/milestones/${milestoneId}`;
  const release = await api.find<{ amountReleased: string }>(`${at}/invoice-release`);
  if (!release) return [`${milestoneId} has no certificate.`];
  const wrong =
    release.amountReleased === amount ? [] : [`${milestoneId} released ${release.amountReleased}, not ${amount}.`];
  return [...wrong, ...(await ofArchive(milestoneId, await api.download(`${at}/archive`)))];
}

async function noOutputs(api: Api, milestoneId: string, ending: Ending): Promise<string[]> {
  const found = await api.find<{ amountReleased?: string }>(`/milestones/${milestoneId}/invoice-release`);
  return Number(found?.amountReleased ?? 0) === 0 ? [] : [`${milestoneId} is ${ending} and released money.`];
}

/** As somebody outside does it, with the bag alone. */
async function ofArchive(milestoneId: string, zip: Buffer): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sign-off-faults-'));
  try {
    const path = join(folder, 'record.zip');
    await writeFile(path, zip);
    const { bag, close } = await openBag(path);
    try {
      const failed: string[] = [];
      for await (const { holds, check: checked, says } of verifyBag(bag, nodePrimitives))
        if (!holds) failed.push(`${milestoneId}: the archive fails at ${checked}: ${says}`);
      return failed;
    } finally {
      await close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
