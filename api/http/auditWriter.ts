// Writes audit lines behind the answers: those that come while one of their chain is being written go together with the next.
import type { Logger } from 'pino';
import { appendAudit } from '../../db/auditLog.ts';
import type { Pool } from '../../db/database.ts';
import { aroundChain } from '../../db/inScope.ts';
import type { AuditEntry, Chain } from '../../evidence/ledger/auditEntry.ts';

export interface AuditWriter {
  note(chain: Chain | Promise<Chain>, entry: AuditEntry): void;
  /** Resolves once everything noted so far is written, or reported. */
  written(): Promise<void>;
}

const atOnce = 500;

/** One write at a time for each chain, which would take turns anyway: a flood of looks holds one connection and no more. */
export function openAuditWriter(db: Pool, log: Logger): AuditWriter {
  const waiting = new Map<Chain, AuditEntry[]>();
  const atWork = new Set<Promise<void>>();

  async function write(chain: Chain, due: AuditEntry[]): Promise<void> {
    while (due.length > 0)
      await appendAudit(aroundChain(db, chain), chain, ...due.splice(0, atOnce)).catch(report(chain));
    waiting.delete(chain);
  }

  // An answer that has gone out cannot be taken back.
  const report = (chain?: Chain) => (error: unknown) =>
    log.error({ err: error, chain }, 'the audit log was not written');

  async function take(chain: Chain, entry: AuditEntry): Promise<void> {
    const due = waiting.get(chain);
    if (due) return void due.push(entry);
    const begun = [entry];
    waiting.set(chain, begun);
    await write(chain, begun);
  }

  return {
    note(chain, entry) {
      const taken = Promise.resolve(chain)
        .then((found) => take(found, entry))
        .catch(report())
        .finally(() => void atWork.delete(taken));
      atWork.add(taken);
    },
    async written() {
      while (atWork.size > 0) await Promise.all(atWork);
    },
  };
}
