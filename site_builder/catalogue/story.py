"""A story: what volunteering is like, told by somebody who does it."""

from .values import Key, Line, Model, OpportunityKey, Text, YesNo


class Story(Model):
    """`content/stories/<key>.md`: these facts between two lines of `---`, and beneath them the `body`, CommonMark.

    `source` is that file, from the top of the project.
    """

    key: Key
    source: str
    title: Line
    """What it is called.

    title: My first night on patrol
    """
    summary: Line
    """One sentence for lists.

    summary: How I learnt to stay calm.
    """
    role: OpportunityKey
    """The role that it is about.

    role: cambridgeshire/special-constable
    """
    who: Line
    """Whose story it is.

    who: A special constable in Fenland
    """
    example: YesNo = False
    """Whether the person is made up. The page and every card of the story say so.

    example: yes
    """
    body: Text
