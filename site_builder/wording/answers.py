"""What `none` and `not_published` mean, fact by fact."""

NOT_PUBLISHED = "Not published by the organisation – ask them."

REQUIREMENTS = {
    "residency": "Time in the UK",
    "right_to_remain": "Right to live in the UK",
    "near": "Living or working near",
    "qualification": "Qualifications",
    "experience": "Experience",
    "language": "Language",
    "driving": "Driving",
    "fitness": "Fitness",
    "home": "Your home",
    "own": "What you need to have",
    "faith": "Faith",
    "employer_consent": "Your employer",
    "parent_consent": "A parent or carer",
    "references": "References",
    "documents": "Papers to show",
    "appearance": "How you look",
}
"""The heading of each requirement, in the order of the page."""

NONE = {
    "places": "There is no set place.",
    "intakes": "There are no set dates.",
    "commitment": "There is no set amount of time.",
    "pattern": "There is no set day or time.",
    "on_call": "You are never on call.",
    "dates": "There are no days that you must be free.",
    "term": "There is no set length of time.",
    "age": "There is no age limit.",
    "requirements": "There is nothing that you need to have first.",
    "cannot": "No job or past stops you by itself.",
    "not_with": "You can do this beside any other role.",
    "vetting": "There are no background checks.",
    "powers": "You have no police powers.",
    "uniform": "There is no uniform.",
    "training": "You need no training.",
    "expenses": "Expenses are not paid.",
    "benefits": "There are no extra benefits.",
    "costs_you": "It costs you nothing.",
    "wanted": "You need no special skills.",
    "gained": "No set skills are taught.",
    "adjustments": "No adjustments are listed. Ask what can be done for you.",
    "especially_welcome": "Everyone is equally welcome.",
    "supported_by": "Nobody is named to look after you.",
    "team": "You serve on your own.",
    "leads_to": "It does not lead to another role.",
    "recognition": "It has no scheme of thanks.",
    "residency": "You don’t need to have lived in the UK for a set time.",
    "right_to_remain": "You don’t need the right to stay in the UK.",
    "near": "You don’t need to live nearby.",
    "qualification": "You need no qualifications.",
    "experience": "You need no experience.",
    "language": "No language is asked for.",
    "driving": "You don’t need to drive.",
    "fitness": "There is no fitness test.",
    "home": "Your home doesn’t matter.",
    "own": "You don’t need to bring anything.",
    "faith": "You can have any faith, or none.",
    "employer_consent": "Your employer doesn’t need to agree.",
    "parent_consent": "A parent or carer doesn’t need to agree.",
    "references": "You need no references.",
    "documents": "You need no papers.",
    "appearance": "There are no rules about how you look.",
    "sign_up": "You don’t need to sign up. Just come.",
}


def unsaid(answer: object, fact: str) -> str:
    """What to say of a fact that has no value to show; empty where it has one."""
    if answer == "not_published":
        return NOT_PUBLISHED
    return NONE[fact] if answer == "none" else ""
