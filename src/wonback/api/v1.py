"""Version 1: the routers of the apps, put together."""

from wonback.advocacy.api import router as references
from wonback.advocacy.referral_api import router as referrals
from wonback.advocacy.vouching_api import router as vouchings
from wonback.api.keys import Bearer, SignedIn
from wonback.api.problems import explain_to
from wonback.api.schema import Published
from wonback.care.api import router as care
from wonback.care.defence_api import router as defence
from wonback.care.rhythm_api import router as rhythms
from wonback.care.risk_api import router as risks
from wonback.care.shelf_api import router as shelf
from wonback.clients.api import router as clients
from wonback.connectors.api import router as connections
from wonback.desk.api import router as desk
from wonback.desk.leaving_api import router as leaving
from wonback.desk.people_api import router as people
from wonback.desk.planner_api import router as planner
from wonback.duplicates.api import router as duplicates
from wonback.duplicates.people_api import router as people_twice
from wonback.exports.api import router as exports
from wonback.intake.api import router as intake
from wonback.interviews.api import router as interviews
from wonback.interviews.form_api import router as written
from wonback.interviews.guide_api import router as guide
from wonback.interviews.is_it_me_api import router as is_it_me
from wonback.interviews.live_api import router as live
from wonback.interviews.queue_api import router as queue
from wonback.losses.api import router as losses
from wonback.losses.swot_api import router as swot
from wonback.losses.truth_api import router as truth
from wonback.metrics.api import router as metrics
from wonback.post.api import router as post
from wonback.renewals.api import router as renewals
from wonback.rewards.api import router as praise
from wonback.rewards.pay_api import router as pay
from wonback.team.api import router as team
from wonback.winback.api import router as winback

api = Published(
    title="Wonback",
    version="1",
    description=(
        "Everything a person can do in Wonback, for programs. What you may not see is not there (404). "
        "A refusal is an RFC 9457 problem whose `reasons` say what to do first."
    ),
    auth=[Bearer(), SignedIn()],
    docs_url=None,
    urls_namespace="api",
)
explain_to(api)
# In the order in which docs/api lists them.
for router in (
    clients,
    care,
    rhythms,
    risks,
    defence,
    shelf,
    losses,
    truth,
    swot,
    interviews,
    queue,
    live,
    is_it_me,
    guide,
    written,
    post,
    winback,
    metrics,
    intake,
    connections,
    exports,
    desk,
    people,
    planner,
    renewals,
    praise,
    pay,
    references,
    vouchings,
    referrals,
    duplicates,
    people_twice,
    team,
    leaving,
):
    api.add_router("", router)
