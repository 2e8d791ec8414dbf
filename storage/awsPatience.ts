// How long services of AWS, and those that speak like them, are waited for. Their client waits for ever by itself.

export interface Patience {
  connectionTimeout: number;
  /** Until an answer begins, with all that is sent before it: at most a part of a file, of some megabytes. */
  requestTimeout: number;
  /** In which a connection says nothing, or whoever reads from it takes nothing. */
  socketTimeout: number;
}

/** In milliseconds. What goes unanswered is asked twice more. */
const usual: Patience = { connectionTimeout: 5_000, requestTimeout: 30_000, socketTimeout: 180_000 };

/** Settings of a client of the AWS SDK: what a network has cut without a word is given up, and asked again over another connection. */
export const patient = (patience = usual) => ({ requestHandler: { ...patience, throwOnRequestTimeout: true } });
