// What an examination finds: of one thing, whether it is well, and what to do where it is not.
import { reasonOf } from '../reasonOf.ts';

export interface Finding {
  /** What was looked at, in two or three words. */
  subject: string;
  /** `well`; `advice`, where it works and should not stay so; `ill`, where something does not work or is not safe. */
  verdict: 'well' | 'advice' | 'ill';
  says: string;
  /** Of what is not well: what to do, naming the setting or command. */
  remedy?: string;
}

export const well = (subject: string, says: string): Finding => ({ subject, verdict: 'well', says });
export const advice = (subject: string, says: string, remedy: string): Finding => ({
  subject,
  verdict: 'advice',
  says,
  remedy,
});
export const ill = (subject: string, says: string, remedy: string): Finding => ({
  subject,
  verdict: 'ill',
  says,
  remedy,
});

/** What is thrown is found too, with what to do about it; so is what does not come to an end. */
export async function examined(
  subject: string,
  remedy: string,
  look: () => Promise<Finding[]>,
  patienceMilliseconds = 15_000,
): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${patienceMilliseconds / 1000} s`)),
      patienceMilliseconds,
    );
  });
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    return [ill(subject, reasonOf(error), remedy)];
  } finally {
    clearTimeout(timer);
  }
}

const day = 86_400_000;

/** Of something that ends at `until`: well, soon over, or over. */
export function ending(
  subject: string,
  what: string,
  until: Date,
  now: Date,
  { soonDays, remedy }: { soonDays: number; remedy: string },
): Finding {
  const days = Math.floor((until.getTime() - now.getTime()) / day);
  const on = until.toISOString().slice(0, 10);
  if (days < 0) return ill(subject, `${what} ended on ${on}`, remedy);
  if (days < soonDays) return advice(subject, `${what} ends on ${on}, in ${days} days`, remedy);
  return well(subject, `${what}, until ${on}`);
}
