// Files sent piece by piece on the page of a request: begun and gone on with by who has its link, or is asked, and as long as it takes files.
import express, { Router, type Request, type Response } from 'express';
import { visitorOf } from '../api/http/auditTrail.ts';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { noSuch } from '../api/http/lookUps.ts';
import { parse } from '../api/http/parse.ts';
import { beginUpload, begunOn, getUpload, takePiece } from '../api/http/resumable.ts';
import { assertFormOf, assertOwnPage } from '../api/http/sessions.ts';
import { announcedFile, lengthIn, offsetIn, tell } from '../api/http/tus.ts';
import { assertRoom, takesFiles, whyNotActing, withRecordOf } from './attachments.ts';
import { dead, isDead } from './deadLinks.ts';
import { authenticatedOn } from './linkActor.ts';
import { asSent, nothing, openedBy, pathOf, places } from './openedBy.ts';
import { formOf } from './postedForm.ts';
import type { OpenedRequest } from './resolveLink.ts';

type Act = (deps: ApiDependencies, request: Request, response: Response, opened: OpenedRequest) => Promise<void>;

export function uploadsBehind(deps: ApiDependencies): Router {
  const router = Router();
  const behind =
    (act: Act) =>
    (request: Request, response: Response): Promise<void> =>
      answer(deps, request, response, act);
  for (const at of places) {
    const form = express.urlencoded({ extended: false, limit: '10kb', parameterLimit: 10 });
    router.post(`${at}/uploads`, form, behind(begin));
    router.get(`${at}/uploads/:uploadId`, behind(show));
    router.patch(`${at}/uploads/:uploadId`, behind(take));
  }
  return router;
}

async function answer(deps: ApiDependencies, request: Request, response: Response, act: Act): Promise<void> {
  const found = await openedBy(deps, request);
  if (!found || isDead(found)) {
    request.resume();
    return found ? dead(response, found) : nothing(deps, request, response);
  }
  if (found.isWithoutLink) assertOwnPage(deps, request);
  if (!takesFiles(found)) throw noSuch('upload', String(request.params.uploadId ?? ''));
  await act(deps, request, response, asSent(deps, request, found));
}

/** By who says who they are, as with the form: whoever else has the link fills no store with it. */
const begin: Act = async (deps, request, response, opened) => {
  const { typedName, formToken } = formOf(request.body);
  if (opened.session) assertFormOf(deps, request, opened.session, formToken);
  const whyNot = whyNotActing(opened, typedName);
  if (whyNot) throw whyNot;
  const file = parse(announcedFile, request.query);
  const lengthBytes = lengthIn(request, file.fileName);
  const { engagementId } = opened.milestone.engagement;
  const uploadedBy = authenticatedOn(opened, 'submitClosureEvidence', visitorOf(request));
  const asked = { ...file, engagementId, lengthBytes, uploadedBy };
  const { upload, isNew } = await beginUpload(withRecordOf(deps, opened), asked, (transaction) =>
    assertRoom(transaction, deps, opened.request, lengthBytes),
  );
  response
    .status(isNew ? 201 : 200)
    .location(`${pathOf(request)}/uploads/${upload.uploadId}`)
    .json(tell(response, upload));
};

const uploadOf = (deps: ApiDependencies, request: Request, opened: OpenedRequest) =>
  getUpload(withRecordOf(deps, opened), begunOn(opened.request), {
    engagementId: opened.milestone.engagement.engagementId,
    uploadId: String(request.params.uploadId),
  });

const show: Act = async (deps, request, response, opened) => {
  response.json(tell(response, await uploadOf(deps, request, opened)));
};

const take: Act = async (deps, request, response, opened) => {
  const upload = await uploadOf(deps, request, opened);
  tell(response, await takePiece(withRecordOf(deps, opened), request, upload, offsetIn(request)));
  response.status(204).end();
};
