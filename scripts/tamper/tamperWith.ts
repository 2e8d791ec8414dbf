// Tries each forgery against a milestone on a running installation, and says of each who tries what and what finds it.
import { Service } from '../demo/service.ts';
import { people } from '../demo/sample.ts';
import type { Installation } from '../../test/stack/service.ts';
import { attemptsOnBag, attemptsWithoutVouchers } from './bagAttempts.ts';
import { attemptsWhileOpen, type Attempt } from './openAttempts.ts';
import { SampleMilestone } from './sampleMilestone.ts';

export interface Tried extends Omit<Attempt, 'found'> {
  /** What finds it; undefined where nothing does. */
  found?: string;
  /** Why nothing found it. */
  error?: string;
}

/** The installation takes replies at the port that its REPLY_SMTP_PORT names. */
export async function* tamperWith(installation: Installation): AsyncGenerator<Tried> {
  const service = await Service.running(installation.stateFolder);
  const milestone = await SampleMilestone.begin(service, 'manual-1');
  const { package: frozen } = await milestone.toSignOff();
  const link = await milestone.linkOf(people.approver, 'Please sign');
  const scene = { installation, service, milestone, link, packageDigest: frozen?.digest ?? '' };
  for (const attempt of attemptsWhileOpen(scene)) yield await tried(attempt);
  await milestone.answerLink(link, people.approver, { decision: 'sign', agreesToStatement: 'yes' });
  await milestone.sign(people.partner);
  await service.waitUntil(milestone.milestoneId, 'is accepted', (each) => each.certificateNumber !== undefined);
  const archive = await service.download(`/milestones/${milestone.milestoneId}/archive`);
  for (const attempt of [...(await attemptsOnBag(archive)), ...(await attemptsWithoutVouchers())])
    yield await tried(attempt);
}

async function tried({ found, ...attempt }: Attempt): Promise<Tried> {
  try {
    return { ...attempt, found: await found() };
  } catch (error) {
    return { ...attempt, error: error instanceof Error ? error.message : String(error) };
  }
}
