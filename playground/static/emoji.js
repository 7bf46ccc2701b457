// A small table of the emoji that apps and people write most. A name that is not here is shown as it was written, as Slack does
// with a name it does not know.

const names = `
+1 thumbsup 👍|-1 thumbsdown 👎|100 💯|1234 🔢|abacus 🧮|airplane ✈️|alarm_clock ⏰|alert rotating_light 🚨|arrow_down ⬇️|arrow_left ⬅️
|arrow_right ➡️|arrow_up ⬆️|arrows_counterclockwise 🔄|ballot_box_with_check ☑️|bar_chart 📊|beers 🍻|bell 🔔|bellhop_bell 🛎️|bulb 💡
|black_circle ⚫|blue_book 📘|blue_heart 💙|blush 😊|bookmark 🔖|books 📚|boom 💥|bow 🙇|bug 🐛|building_construction 🏗️|busts_in_silhouette 👥
|bust_in_silhouette 👤|calendar date 📅|calling 📲|camera 📷|card_index_dividers 🗂️|chart_with_downwards_trend 📉
|chart_with_upwards_trend 📈|clap 👏|classical_building 🏛️|clipboard 📋|clock1 🕐|clock9 🕘|closed_book 📕|coffee ☕|computer 💻
|confused 😕|construction 🚧|copyright ©️|cry 😢|crossed_fingers 🤞|dart 🎯|door 🚪|dove_of_peace 🕊️|earth_africa 🌍|earth_americas 🌎
|earth_asia 🌏|email envelope ✉️|exclamation heavy_exclamation_mark ❗|eyes 👀|face_with_monocle 🧐|file_folder 📁|fire 🔥
|flag-un united_nations 🇺🇳|flag-fr fr 🇫🇷|flag-gb gb uk 🇬🇧|flag-es es 🇪🇸|flag-us us 🇺🇸|flag-ch 🇨🇭|gear ⚙️|gift 🎁|globe_with_meridians 🌐|green_book 📗
|green_heart 💚|grey_exclamation ❕|grey_question ❔|grin 😁|grinning 😀|hand raised_hand ✋|handshake 🤝|heart ❤️|heavy_check_mark ✔️
|heavy_minus_sign ➖|heavy_multiplication_x ✖️|heavy_plus_sign ➕|hourglass ⌛|hourglass_flowing_sand ⏳|house 🏠|hugging_face 🤗
|inbox_tray 📥|information_source ℹ️|joy 😂|key 🔑|label 🏷️|large_blue_circle 🔵|large_green_circle 🟢|large_orange_circle 🟠
|large_red_square 🟥|large_green_square 🟩|large_yellow_square 🟨|large_yellow_circle 🟡|laughing 😆|ledger 📒|link 🔗|loudspeaker 📢|lock 🔒|mag 🔍
|mailbox 📫|mailbox_with_mail 📬|mantelpiece_clock 🕰️|mega 📣|memo pencil 📝|microphone 🎤|moneybag 💰|mute 🔇|negative_squared_cross_mark ❎
|neutral_face 😐|new 🆕|newspaper 📰|no_bell 🔕|no_entry ⛔|no_entry_sign 🚫|notebook 📓|office 🏢|ok 🆗|ok_hand 👌|open_file_folder 📂
|open_hands 👐|orange_book 📙|outbox_tray 📤|package 📦|page_facing_up 📄|page_with_curl 📃|paperclip 📎|party_popper tada 🎉|pencil2 ✏️
|pensive 😔|phone telephone ☎️|point_down 👇|point_left 👈|point_right 👉|point_up ☝️|postbox 📮|pray 🙏|printer 🖨️|purple_heart 💜|pushpin 📌
|question ❓|raised_hands 🙌|rainbow 🌈|red_circle 🔴|relaxed ☺️|repeat 🔁|robot_face 🤖|rocket 🚀|round_pushpin 📍|runner 🏃|scales ⚖️|school 🏫|seedling 🌱
|see_no_evil 🙈|shield 🛡️|shrug 🤷|slightly_smiling_face 🙂|smile 😄|smiley 😃|snail 🐌|sleeping 😴|sob 😭|sos 🆘|sparkles ✨|speech_balloon 💬|spiral_calendar_pad 🗓️|star ⭐
|stopwatch ⏱️|sunny ☀️|sunglasses 😎|sweat_smile 😅|thinking_face 🤔|ticket 🎫|timer_clock ⏲️|traffic_light 🚦|triangular_flag_on_post 🚩|trophy 🏆
|unlock 🔓|upside_down_face 🙃|video_camera 📹|warning ⚠️|wastebasket 🗑️|wave 👋|white_check_mark ✅|white_circle ⚪|white_large_square ⬜|wink 😉
|woman-raising-hand 🙋‍♀️|world_map 🗺️|wrench 🔧|writing_hand ✍️|x ❌|yellow_heart 💛|zap ⚡|zipper_mouth_face 🤐|zzz 💤`;

const table = new Map();
for (const entry of names.replace(/\n/g, '').split('|')) {
  const words = entry.trim().split(' ');
  const picture = words.pop();
  for (const word of words) table.set(word, picture);
}

export const emoji = (name) => table.get(name.replace(/::skin-tone-\d$/, ''));
