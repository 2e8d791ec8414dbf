// Profiles of industry bodies: which fields a register shows, under which headings, and what it keeps back. Data, not code.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { language } from '../../domain/terms/language.ts';
import { isSpoken, languages } from '../../mail/messages/words.ts';
import { registerFields, type RegisterField } from './registerEntry.ts';

const field = z.enum(registerFields() as [RegisterField, ...RegisterField[]]);

export const registerProfile = z.strictObject({
  profileId: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'use lower-case letters, digits, dot or dash'),
  title: z.string().min(1),
  body: z.string().min(1).describe('who receives the register'),
  basis: z.string().min(1).describe('the rule it answers'),
  language: language
    .default('en')
    .refine(isSpoken, `name one of ${languages.join(', ')}, with a region if you like`)
    .describe('of what the register says beside the texts of the record'),
  includesOpen: z.boolean().describe('whether milestones that have not ended are listed'),
  redaction: z.strictObject({
    people: z.enum(['names', 'capacities']),
    client: z.enum(['named', 'withheld']),
    amounts: z.enum(['shown', 'withheld']),
  }),
  columns: z.array(z.strictObject({ field, title: z.string().min(1) })).min(1),
});
export type RegisterProfile = z.infer<typeof registerProfile>;

const shipped = fileURLToPath(new URL('profiles/', import.meta.url));

/** The shipped profiles and those of `folder`, which win over shipped ones of the same ID. Throws naming file, field and remedy. */
export async function loadProfiles(folder?: string): Promise<RegisterProfile[]> {
  const profiles = new Map<string, RegisterProfile>();
  for (const each of [shipped, ...(folder ? [folder] : [])])
    for (const profile of await readFolder(each)) profiles.set(profile.profileId, profile);
  return [...profiles.values()].sort((a, b) => a.profileId.localeCompare(b.profileId));
}

async function readFolder(folder: string): Promise<RegisterProfile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map((name) => readProfile(join(folder, name))));
}

async function readProfile(path: string): Promise<RegisterProfile> {
  const text = await readFile(path, 'utf8');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Error(`Report profile ${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const result = registerProfile.safeParse(data);
  if (result.success) return result.data;
  const problems = result.error.issues.map((each) => `  ${each.path.join('.') || 'profile'}: ${each.message}`);
  throw new Error(`Report profile ${path} cannot be used:\n${problems.join('\n')}`);
}
