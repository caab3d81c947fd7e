//! The table of Bot API methods the bot may call, as data: names, parameters, which are required, and their types.

use std::sync::LazyLock;

/// A parameter: `!` after the name in the table marks it as required; types are joined by `|`, lists stand in `[]`.
pub(super) struct Param {
    pub name: &'static str,
    pub required: bool,
    pub types: Vec<&'static str>,
}

/// A method of the table.
pub(super) struct Method {
    pub name: &'static str,
    pub params: Vec<Param>,
}

impl Method {
    /// A parameter by name.
    pub fn param(&self, name: &str) -> Option<&Param> {
        self.params.iter().find(|param| param.name == name)
    }
}

/// Methods that exist but that a bot which protects its senders never calls: they show who wrote.
pub(super) const NEVER: [&str; 2] = ["forwardMessage", "forwardMessages"];

const HEAD: &str = "business_connection_id:String chat_id!:Integer|String message_thread_id:Integer \
    direct_messages_topic_id:Integer";
const CAPTION: &str = "caption:String parse_mode:String caption_entities:[MessageEntity]";
const TAIL: &str = "disable_notification:Boolean protect_content:Boolean allow_paid_broadcast:Boolean \
    message_effect_id:String suggested_post_parameters:SuggestedPostParameters reply_parameters:ReplyParameters \
    reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply";
const EDIT: &str = "business_connection_id:String chat_id:Integer|String message_id:Integer inline_message_id:String \
    reply_markup:InlineKeyboardMarkup";
const CHAT: &str = "chat_id!:Integer|String";
const TOPIC: &str = "chat_id!:Integer|String message_thread_id!:Integer";

const TABLE: &[(&str, &str)] = &[
    ("getMe", ""),
    ("getUpdates", "offset:Integer limit:Integer timeout:Integer allowed_updates:[String]"),
    ("deleteWebhook", "drop_pending_updates:Boolean"),
    ("getWebhookInfo", ""),
    ("setMyCommands", "commands!:[BotCommand] scope:BotCommandScope language_code:String"),
    ("setMyDescription", "description:String language_code:String"),
    ("setMyShortDescription", "short_description:String language_code:String"),
    (
        "sendMessage",
        "@HEAD text!:String parse_mode:String entities:[MessageEntity] link_preview_options:LinkPreviewOptions @TAIL",
    ),
    (
        "editMessageText",
        "@EDIT text:String parse_mode:String entities:[MessageEntity] link_preview_options:LinkPreviewOptions \
         rich_message:InputRichMessage",
    ),
    ("editMessageReplyMarkup", "@EDIT"),
    ("editMessageCaption", "@EDIT @CAPTION show_caption_above_media:Boolean"),
    ("deleteMessage", "@CHAT message_id!:Integer"),
    ("answerCallbackQuery", "callback_query_id!:String text:String show_alert:Boolean url:String cache_time:Integer"),
    ("sendPhoto", "@HEAD photo!:InputFile|String @CAPTION show_caption_above_media:Boolean has_spoiler:Boolean @TAIL"),
    (
        "sendVideo",
        "@HEAD video!:InputFile|String duration:Integer width:Integer height:Integer thumbnail:InputFile|String \
         cover:InputFile|String start_timestamp:Integer @CAPTION show_caption_above_media:Boolean \
         has_spoiler:Boolean supports_streaming:Boolean @TAIL",
    ),
    ("sendVoice", "@HEAD voice!:InputFile|String @CAPTION duration:Integer @TAIL"),
    (
        "sendAudio",
        "@HEAD audio!:InputFile|String @CAPTION duration:Integer performer:String title:String \
         thumbnail:InputFile|String @TAIL",
    ),
    (
        "sendDocument",
        "@HEAD document!:InputFile|String thumbnail:InputFile|String @CAPTION \
         disable_content_type_detection:Boolean @TAIL",
    ),
    (
        "sendAnimation",
        "@HEAD animation!:InputFile|String duration:Integer width:Integer height:Integer \
         thumbnail:InputFile|String @CAPTION show_caption_above_media:Boolean has_spoiler:Boolean @TAIL",
    ),
    (
        "sendVideoNote",
        "@HEAD video_note!:InputFile|String duration:Integer length:Integer thumbnail:InputFile|String @TAIL",
    ),
    ("sendSticker", "@HEAD sticker!:InputFile|String emoji:String @TAIL"),
    (
        "sendLocation",
        "@HEAD latitude!:Float longitude!:Float horizontal_accuracy:Float live_period:Integer heading:Integer \
         proximity_alert_radius:Integer @TAIL",
    ),
    (
        "sendVenue",
        "@HEAD latitude!:Float longitude!:Float title!:String address!:String foursquare_id:String \
         foursquare_type:String google_place_id:String google_place_type:String @TAIL",
    ),
    ("sendContact", "@HEAD phone_number!:String first_name!:String last_name:String vcard:String @TAIL"),
    (
        "sendMediaGroup",
        "@HEAD media!:[InputMediaAudio]|[InputMediaDocument]|[InputMediaLivePhoto]|[InputMediaPhoto]|[InputMediaVideo] \
         disable_notification:Boolean protect_content:Boolean allow_paid_broadcast:Boolean message_effect_id:String \
         reply_parameters:ReplyParameters",
    ),
    (
        "copyMessage",
        "@CHAT message_thread_id:Integer direct_messages_topic_id:Integer from_chat_id!:Integer|String \
         message_id!:Integer video_start_timestamp:Integer @CAPTION show_caption_above_media:Boolean @TAIL",
    ),
    ("setMessageReaction", "@CHAT message_id!:Integer reaction:[ReactionType] is_big:Boolean"),
    ("sendChatAction", "business_connection_id:String @CHAT message_thread_id:Integer action!:String"),
    ("getChat", "@CHAT"),
    ("getChatMember", "@CHAT user_id!:Integer"),
    ("getChatMemberCount", "@CHAT"),
    ("getChatAdministrators", "@CHAT return_bots:Boolean"),
    ("leaveChat", "@CHAT"),
    ("createForumTopic", "@CHAT name!:String icon_color:Integer icon_custom_emoji_id:String"),
    ("editForumTopic", "@TOPIC name:String icon_custom_emoji_id:String"),
    ("closeForumTopic", "@TOPIC"),
    ("reopenForumTopic", "@TOPIC"),
    ("deleteForumTopic", "@TOPIC"),
    ("pinChatMessage", "business_connection_id:String @CHAT message_id!:Integer disable_notification:Boolean"),
    ("unpinChatMessage", "business_connection_id:String @CHAT message_id:Integer"),
    ("getFile", "file_id!:String"),
    (
        "forwardMessage",
        "@CHAT message_thread_id:Integer direct_messages_topic_id:Integer from_chat_id!:Integer|String \
         video_start_timestamp:Integer disable_notification:Boolean protect_content:Boolean \
         message_effect_id:String suggested_post_parameters:SuggestedPostParameters message_id!:Integer",
    ),
    (
        "forwardMessages",
        "@CHAT message_thread_id:Integer direct_messages_topic_id:Integer from_chat_id!:Integer|String \
         message_ids!:[Integer] disable_notification:Boolean protect_content:Boolean",
    ),
];

static METHODS: LazyLock<Vec<Method>> = LazyLock::new(|| {
    TABLE
        .iter()
        .map(|(name, params)| Method { name, params: params.split_whitespace().flat_map(spell_out).collect() })
        .collect()
});

/// A word of the table: a parameter, or the name of a group of them.
fn spell_out(word: &'static str) -> Vec<Param> {
    let group = match word {
        "@HEAD" => HEAD,
        "@CAPTION" => CAPTION,
        "@TAIL" => TAIL,
        "@EDIT" => EDIT,
        "@CHAT" => CHAT,
        "@TOPIC" => TOPIC,
        _ => word,
    };
    group.split_whitespace().filter_map(read_param).collect()
}

fn read_param(word: &'static str) -> Option<Param> {
    let (name, types) = word.split_once(':')?;
    let required = name.ends_with('!');
    Some(Param { name: name.trim_end_matches('!'), required, types: types.split('|').collect() })
}

/// All methods of the table.
pub(super) fn all() -> &'static [Method] {
    &METHODS
}

/// A method by name, in any letter case.
pub(super) fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.name.eq_ignore_ascii_case(name))
}
