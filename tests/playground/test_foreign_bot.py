"""A bot that was not written here runs against the playground unchanged, over both ways."""

from playground import Playground


async def test_a_command_is_answered_to_the_asker_alone(slack: Playground) -> None:
    ana, luis = slack.person("ana"), slack.person("U0LUISUNHC")
    assert (await ana.command("/lunch", "menu", channel="#coordination")).ok
    answer = await ana.wait_message("Soup, salad", channel="#coordination")
    assert answer.is_ephemeral
    assert not [m for m in luis.messages("#coordination") if "Soup" in m.text]


async def test_a_response_url_posts_for_all(slack: Playground) -> None:
    ana, luis = slack.person("ana"), slack.person("luis")
    await ana.command("/lunch", "later", channel="#coordination")
    assert not (await luis.wait_message("Here it is")).is_ephemeral


async def test_a_form_with_an_error_then_a_message_with_a_button(slack: Playground) -> None:
    ana = slack.person("Ana Sample")
    await ana.command("/lunch", "extra hot")
    view = await ana.wait_view("order")
    assert view.title == "Order lunch"
    assert view["private_metadata"] == "table 4"
    empty = await ana.submit()
    assert empty.errors == {"dish": "Please complete this required field."}
    refused = await ana.submit({"dish": "Paella"})
    assert refused.errors == {"dish": "No paella on Mondays"}
    assert ana.view is not None
    assert (await ana.submit({"dish": "soup", "day": "2017-02-01", "side": "Rice"})).ok
    assert ana.view is None
    message = await ana.wait_message("Ordered soup (extra hot) for table 4")
    assert (await ana.click(message, "cancel")).ok
    gone = await ana.wait_message("Cancelled soup")
    assert gone.ts == message.ts
    assert not gone.blocks


async def test_closing_the_form_is_told(slack: Playground) -> None:
    ana = slack.person("ana")
    await ana.shortcut("order_any")
    await ana.wait_view("Order lunch")
    await ana.close_view()
    await ana.wait_message("Another day, then")
    assert ana.views == []


async def test_home_and_a_button_in_it(slack: Playground) -> None:
    ana = slack.person("ana")
    await ana.open_home()
    home = await ana.wait_home("Your orders")
    assert (await ana.click(home, "Cancel", value="soup")).ok
    await ana.wait_message("Cancelled soup at home")


async def test_talking_mentioning_and_the_shortcut_of_a_message(slack: Playground) -> None:
    ana = slack.person("ana")
    await ana.say("tea & cake")
    await ana.wait_message("You said: tea &amp; cake")
    said = await ana.say("@Lunch are you there?", channel="#coordination")
    reply = await ana.wait_message("Hungry?", channel="#coordination")
    assert reply["thread_ts"] == said.ts
    await ana.shortcut("order_this", said)
    await ana.wait_message("You like:", channel="#coordination")


async def test_the_bots_own_messages_come_back_and_are_not_answered(slack: Playground) -> None:
    ana = slack.person("ana")
    await ana.say("one")
    await ana.wait_message("You said: one")
    await ana.say("two")
    await ana.wait_message("You said: two")
    assert [m.text for m in ana.messages()] == ["one", "You said: one", "two", "You said: two"]
