// The real parts that cases run through, each opened when the first case needs it: replies over SMTP, and the API with its worker.
import { ApiStage } from '../../test/api/apiStage.ts';
import { devServer } from '../../test/support/temporal.ts';
import { ReplyEnvironment } from './replyEnvironment.ts';

export class CaseEnvironment {
  #replies: Promise<ReplyEnvironment> | undefined;
  #api: Promise<ApiStage> | undefined;

  replies(): Promise<ReplyEnvironment> {
    return (this.#replies ??= ReplyEnvironment.open());
  }

  api(): Promise<ApiStage> {
    return (this.#api ??= openApi());
  }

  async close(): Promise<void> {
    await (await this.#api)?.close();
    await (await this.#replies)?.close();
  }
}

async function openApi(): Promise<ApiStage> {
  const stage = await ApiStage.open(await devServer());
  await stage.startWorker();
  return stage;
}
