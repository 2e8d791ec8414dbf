# The eleven calls of the guide, by the client that openapi-python-client makes.
import io
import json
import sys
import time

from signoff_client import AuthenticatedClient
from signoff_client.api.decisions import address_feedback, submit_package
from signoff_client.api.documents import upload_document
from signoff_client.api.engagements import register_engagement
from signoff_client.api.milestones import get_milestone, start_milestone
from signoff_client.api.outputs import get_certificate, get_invoice_release
from signoff_client.api.record import list_requests
from signoff_client.models import AddressFeedbackBody, Engagement, StartMilestoneBody, SubmitPackageBody
from signoff_client.types import File

url, key, engagement_id, milestone_id, given = sys.argv[1:]
example = json.loads(given)
client = AuthenticatedClient(base_url=url, token=key)


def answer_of(response):
    if response.status_code not in (200, 201):
        raise RuntimeError(response.content)
    return response.parsed


def until(ask, is_there):
    while True:
        answer = ask()
        if is_there(answer):
            return answer
        time.sleep(0.2)


def read():
    return answer_of(get_milestone.sync_detailed(milestone_id, client=client))


engagement = Engagement.from_dict({**example["engagement"], "engagementId": engagement_id})
answer_of(register_engagement.sync_detailed(client=client, body=engagement))
content = File(payload=io.BytesIO(b"The design of the portal, screen by screen.\n"))
document = answer_of(
    upload_document.sync_detailed(
        engagement_id, client=client, body=content, file_name="design.txt", person_id="architect"
    )
)
start = {
    "milestoneId": milestone_id,
    "engagementId": engagement_id,
    "personId": "manager",
    "plan": example["plan"],
}
answer_of(start_milestone.sync_detailed(client=client, body=StartMilestoneBody.from_dict(start)))
package = {**example["package"], "personId": "manager"}
package["deliverables"][0]["documentIds"] = [document.document_id]
answer_of(submit_package.sync_detailed(milestone_id, client=client, body=SubmitPackageBody.from_dict(package)))
until(read, lambda milestone: milestone.phase == "validating" and "tester" in milestone.waiting_for)
requests = answer_of(list_requests.sync_detailed(milestone_id, client=client))
assert requests.items[0].person_id == "tester"
until(read, lambda milestone: [each.feedback_id for each in milestone.feedback] == ["F1"])
response = AddressFeedbackBody(person_id="manager", response="Section 4.2 describes it.")
answer_of(address_feedback.sync_detailed(milestone_id, "F1", client=client, body=response))
certificate = answer_of(
    until(
        lambda: get_certificate.sync_detailed(milestone_id, client=client),
        lambda answer: answer.status_code != 409,
    )
)
with open("certificate.pdf", "wb") as file:
    # For files the generator makes no model, so this one is read as it comes, by the same client.
    file.write(client.get_httpx_client().get(f"/milestones/{milestone_id}/certificate.pdf").raise_for_status().content)
release = answer_of(get_invoice_release.sync_detailed(milestone_id, client=client))
print(
    json.dumps(
        {
            "certificateOf": certificate.milestone_id,
            "status": release.status,
            "amountReleased": release.amount_released,
        }
    )
)
