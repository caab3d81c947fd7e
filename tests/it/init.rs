//! A county's own roster from one sheet: what a new operator types, reads, and has running afterwards.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use minqing::app::demo::Cast;
use minqing::app::{App, AppOptions};
use minqing::clock::Clock;
use minqing::config::{Settings, load};
use minqing::id::{CadreId, Ids, PlaceId, SubjectId, UnitId};
use minqing::init::Wish;
use minqing::roster::{Lead, Role};
use minqing::sandbox::{Options, Person, Sandbox};
use minqing::text::Language;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use tempfile::TempDir;

use crate::world::{self, World};

/// A folder in which somebody types commands.
struct Desk(TempDir);

/// What a command printed, and whether it went well.
struct Said {
    text: String,
    well: bool,
}

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Types a command, in English.
    fn types(&self, line: &str) -> Said {
        self.types_in("C", line)
    }

    fn command(&self, locale: &str, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minqing"));
        command.args(line.split_whitespace()).current_dir(self.0.path()).env_clear().env("LC_ALL", locale);
        command
    }

    fn types_in(&self, locale: &str, line: &str) -> Said {
        let output = self.command(locale, line).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        Said { text: String::from_utf8(text).unwrap(), well: output.status.success() }
    }

    fn settings(&self, dir: &str) -> Settings {
        load(&self.path(dir)).unwrap_or_else(|faults| panic!("{faults}"))
    }

    /// Writes a CSV and makes a county of it.
    fn county(&self, csv: &str) -> Settings {
        self.file("people.csv", csv);
        let said = self.types("--config county init people.csv");
        assert!(said.well, "{}", said.text);
        self.settings("county")
    }

    /// What `init` says about a sheet with faults; nothing may be written then.
    fn refused(&self, csv: &str) -> String {
        self.file("people.csv", csv);
        let said = self.types("--config county init people.csv");
        assert!(!said.well && !self.path("county").exists(), "{}", said.text);
        said.text
    }
}

/// Thirty people, as a clerk might have them: title above, merged cells, several things in one cell, a column of the clerk's own.
const THIRTY: &[[&str; 8]] = &[
    ["1", "青禾县政府", "晏守拙", "领导", "", "", "", "县长"],
    ["2", "县民情办", "申令仪", "负责人", "", "", "13800000001", "主任"],
    ["3", "", "齐见微", "甄别员、值班", "", "", "13800000002", ""],
    ["4", "", "庄 问渠", "甄别员，督办", "", "", "13800000003", ""],
    ["5", "", "席长庚", "运维", "", "", "13800000004", ""],
    ["6", "县纪委监委", "蒙慎之", "负责人、纪检", "", "", "", ""],
    ["7", "", "吴检", "纪检", "", "", "", ""],
    ["8", "长源街道办事处", "桑明远", "负责人", "", "", "13800000005", ""],
    ["9", "", "赵敏", "经办", "新风社区、柳荫社区", "", "13800000006", ""],
    ["10", "", "闵书禾", "经办", "杜家坪社区", "", "13800000007", ""],
    ["11", "观山镇人民政府", "庞镇", "负责人", "全镇", "", "13800000008", "镇长"],
    ["12", "", "钱进", "包村干部", "凉水村", "", "13800000009", ""],
    ["13", "", "佟求实", "经办", "云盘村,仰坪村", "", "13800000010", ""],
    ["", "", "佟求实", "副手", "凉水", "", "", ""],
    ["14", "观山镇党政办", "米临川", "经办", "", "自来水供应、供电", "13800000011", ""],
    ["15", "路溪镇", "祁路远", "负责人", "", "", "13800000012", ""],
    ["16", "", "褚小棠", "经办", "大寨社区、双碾村", "", "13800000013", ""],
    ["17", "", "郝砚田", "经办", "柏垭村", "", "13800000014", ""],
    ["18", "龙井镇", "荆守井", "负责人", "", "", "13800000015", ""],
    ["19", "", "边春禾", "经办", "清溪村、蒿坝村、盐垱村", "", "13800000016", ""],
    ["20", "", "涂南枝", "B角", "", "", "13800000017", ""],
    ["21", "县卫生健康委员会", "柯云岫", "负责人", "", "", "13800000018", ""],
    ["22", "县医保局", "上官宁", "负责人", "", "", "13800000019", ""],
    ["23", "", "乐知山", "经办", "", "医保报销", "13800000020", ""],
    ["24", "民政局", "陆澄安", "负责人", "", "", "13800000021", ""],
    ["25", "", "耿修吾", "经办", "", "", "13800000022", ""],
    ["26", "住建委", "詹定波", "负责人", "", "", "13800000023", ""],
    ["27", "农业农村局", "穆耕云", "负责人", "", "", "13800000024", ""],
    ["28", "交通运输局", "卓林远", "负责人", "", "", "13800000025", ""],
    ["29", "", "牛朗清", "经办", "", "农村公路、公路塌方", "13800000026", ""],
    ["30", "县燃气公司", "岳兰舟", "负责人、值班", "", "", "13800000027", ""],
];

/// The sheet as a workbook: a title over all columns, a header, figures as figures.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 7, "青禾县民情直通车人员名单", &Format::new()).unwrap();
    for (column, header) in ["序号", "单位", "姓名", "角色", "地方", "事项", "电话", "职务"].iter().enumerate()
    {
        sheet.write(1, column as u16, *header).unwrap();
    }
    for (row, cells) in THIRTY.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match cell.parse::<f64>() {
                Ok(figure) => sheet.write(row as u32 + 2, column as u16, figure).unwrap(),
                Err(_) => sheet.write(row as u32 + 2, column as u16, *cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn csv() -> String {
    let mut text = String::from("单位,姓名,角色,地方,事项,电话,职务\n");
    for row in THIRTY {
        let cells: Vec<String> = row[1..].iter().map(|cell| format!("\"{cell}\"")).collect();
        text += &(cells.join(",") + "\n");
    }
    text
}

/// A resident writes, and the responsible cadre's card stands in the right group.
async fn a_lamp_reaches(settings: Settings, cadre: &str) {
    let world = World::with("2026-03-02 09:10", settings, None).await;
    let posted = world.lamp(world::CHANG).await;
    let card = world.message(posted.group, posted.card);
    assert!(card.text.contains(cadre) && card.text.contains("市政照明"), "{}", card.text);
    let receipt = world.find(world::CHANG, &posted.number).unwrap();
    assert!(receipt.text.contains("观山镇") && receipt.text.contains(cadre), "{}", receipt.text);
    world.assert_sound().await;
}

/// The sandbox runs on the folder: it says where its page is.
fn the_sandbox_opens(desk: &Desk) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minqing"));
    let child = command.args(["--config", "county", "sandbox"]).current_dir(desk.0.path()).stdout(Stdio::piped());
    let mut child = child.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let opened = lines.map_while(Result::ok).any(|line| line.starts_with("open http://127.0.0.1:"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(opened, "the sandbox did not open");
}

#[tokio::test]
async fn a_new_operator_has_a_county_from_a_workbook_by_what_the_commands_print() {
    let desk = Desk::new();
    desk.file("people.xlsx", workbook());
    let said = desk.types("--config county init people.xlsx");
    assert!(said.well, "{}", said.text);
    let first = said.text.lines().next().unwrap();
    assert_eq!(first, "Wrote county: 青禾县, 4 towns, 12 villages, 13 units, 30 people, 28 posts.");
    for (what, line) in [
        (
            "who screens",
            "Screeners (decide when the machine is not sure, and read first what accuses somebody): 齐见微 庄问渠",
        ),
        ("who reads sealed matters", "Readers of sealed matters (handle what screeners pass on to them): 蒙慎之 吴检"),
        ("who is on call", "On call (when life is in danger): 齐见微 岳兰舟"),
        ("who operates", "Operators (invite people, bind groups): 席长庚"),
        ("the column of the clerk's own", "- columns not used: 序号"),
        ("the office in the town", "- 观山镇党政办 is taken for 观山镇."),
        ("units without rows", "no row names these units: 教委 人社局"),
        ("the gas company's number", "residents are told 119"),
        ("people without a phone", "so you hand the invite over yourself: 晏守拙 蒙慎之 吴检"),
    ] {
        assert!(said.text.contains(line), "{what}: {}", said.text);
    }
    assert!(!said.text.contains("1380000"), "no number is printed: {}", said.text);
    // The next command is the one that was printed.
    let next = said.text.lines().find_map(|line| line.strip_prefix("next:")).expect("says what to type next");
    let next = next.trim().strip_prefix("minqing ").unwrap().to_owned();
    assert_eq!(next, "--config county check");
    let checked = desk.types(&format!("{next} --on 2026-03-02"));
    assert!(checked.well && checked.text.contains("0 faults"), "{}", checked.text);
    // The texts to begin with are learned, but those about what this county leaves to people.
    let learned = desk.types("--config county train --from county/starter.jsonl");
    assert!(learned.well && learned.text.contains(" texts learned, "), "{}", learned.text);
    assert!(learned.text.contains("left out because this county has no such subject"), "{}", learned.text);
    let cast = Cast::load(&desk.path("county")).unwrap();
    assert!(!cast.resident.is_empty());
    the_sandbox_opens(&desk);
    a_lamp_reaches(desk.settings("county"), "钱进").await;
}

#[tokio::test]
async fn a_csv_gives_the_same_county_as_the_workbook() {
    let desk = Desk::new();
    desk.file("people.xlsx", workbook());
    desk.file("people.csv", csv());
    assert!(desk.types("--config one init people.xlsx").well);
    let said = desk.types("--config two init people.csv --county 青禾县");
    assert!(said.well, "{}", said.text);
    for file in ["places", "units", "cadres", "posts", "phones"] {
        let file = format!("county/{file}.toml");
        assert_eq!(desk.read(&format!("one/{file}")), desk.read(&format!("two/{file}")), "{file}");
    }
    a_lamp_reaches(desk.settings("two"), "钱进").await;
}

/// The files of a county that come from the sheet.
fn of_the_sheet(desk: &Desk, dir: &str) -> Vec<String> {
    let names = ["county/places.toml", "county/units.toml", "county/cadres.toml", "county/posts.toml", "subjects.toml"];
    let text = |name: &&str| fs::read_to_string(desk.path(&format!("{dir}/{name}"))).unwrap_or_default();
    names.iter().chain(&["county/phones.toml"]).map(text).collect()
}

#[test]
fn a_csv_is_read_however_a_spreadsheet_wrote_it() {
    let desk = Desk::new();
    let plain = csv();
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(
            plain
                .replace("\",\"", "\"\t\"")
                .replace("单位,姓名,角色,地方,事项,电话,职务", "单位\t姓名\t角色\t地方\t事项\t电话\t职务")
                .chars(),
        )
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let wide: String = plain
        .chars()
        .map(|c| {
            char::from_digit(c.to_digit(10).unwrap_or(99), 10)
                .map_or(c, |d| char::from_u32(u32::from(d) + 0xfee0).unwrap())
        })
        .collect();
    let ways: [(&str, Vec<u8>); 9] = [
        ("plain", plain.clone().into_bytes()),
        ("with a mark", format!("\u{feff}{plain}").into_bytes()),
        ("as Excel in China writes it", encoding_rs::GB18030.encode(&plain).0.into_owned()),
        ("UTF-16 with tabs", utf16),
        (
            "semicolons",
            plain
                .replace("\",\"", "\";\"")
                .replace("单位,姓名,角色,地方,事项,电话,职务", "单位;姓名;角色;地方;事项;电话;职务")
                .into_bytes(),
        ),
        (
            "full-width commas",
            plain
                .replace("\",\"", "\"，\"")
                .replace("单位,姓名,角色,地方,事项,电话,职务", "单位，姓名，角色，地方，事项，电话，职务")
                .into_bytes(),
        ),
        ("full-width digits and wide blanks", wide.replace("钱进", "钱　进 ").into_bytes()),
        (
            "blank lines and comments",
            plain.replace("\"民政局\",\"陆澄安\"", "\n,,,,,,\n# 下面是民政局\n\"民政局\",\"陆澄安\"").into_bytes(),
        ),
        ("Windows line ends", plain.replace('\n', "\r\n").into_bytes()),
    ];
    for (at, (way, bytes)) in ways.into_iter().enumerate() {
        desk.file("people.csv", bytes);
        let said = desk.types(&format!("--config c{at} init people.csv --county 青禾县"));
        assert!(said.well, "{way}: {}", said.text);
        assert_eq!(of_the_sheet(&desk, &format!("c{at}")), of_the_sheet(&desk, "c0"), "{way}");
    }
}

#[test]
fn headers_are_chinese_or_english_in_any_order_and_what_is_not_known_is_named() {
    let desk = Desk::new();
    let english = "phone,Remarks,role,PERSON,subject,place,unit\n13800000009,x,handler,钱进,,凉水村,观山镇\n,,head,庞镇,,,观山镇\n,,\"screener, operator\",齐见微,,,县民情办\n";
    let chinese = "单位（必填）,姓名*,角色,负责区域,分管业务,联系电话,备注\n观山镇,钱进,经办,凉水村,,13800000009,x\n观山镇,庞镇,负责人,,,,\n县民情办,齐见微,甄别员、运维,,,,\n";
    for (dir, csv, ignored) in [("english", english, "Remarks"), ("chinese", chinese, "备注")] {
        desk.file("people.csv", csv);
        let said = desk.types(&format!("--config {dir} init people.csv"));
        assert!(said.well && said.text.contains(&format!("- columns not used: {ignored}")), "{}", said.text);
    }
    assert_eq!(of_the_sheet(&desk, "english"), of_the_sheet(&desk, "chinese"));
}

/// A sheet with nobody but a town's people and one clerk of the county.
const SPARSE: &str = "单位,姓名,角色,地方\n观山镇,庞镇,负责人,\n观山镇,钱进,,凉水村\n县信访局,齐见微,,\n县信访局,申令仪,负责人,\n县交通局,卓林远,,凉水村\n,,,云盘村\n县政府,席长庚,运维,\n";

#[tokio::test]
async fn whoever_is_not_named_has_a_stand_in_and_the_county_is_safe() {
    let desk = Desk::new();
    desk.file("people.csv", SPARSE.replace("云盘村", "观山镇云盘村"));
    let said = desk.types("--config county init people.csv");
    assert!(said.well, "{}", said.text);
    for line in [
        "- no unit is called 县民情办: 县政府 screens and supervises.",
        "- no row says who screens; chosen: 席长庚.",
        "- no row says who is on call; chosen: 席长庚.",
        "- no row says who heads 县交通局: 卓林远 does.",
        "- no row says who heads 县政府: 席长庚 does.",
        "- no row says who answers for 云盘村: 庞镇 does.",
        "is kept open in 纪委监委. Until somebody takes it, what accuses somebody is read by 席长庚 only",
        "- one person only, so no deputy: ",
        "- the sheet does not name the county: it is called 本县 for now.",
    ] {
        assert!(said.text.contains(line), "{line}: {}", said.text);
    }
    let checked = desk.types("--config county check --on 2026-03-02");
    assert!(checked.well, "{}", checked.text);
    let settings = desk.settings("county");
    for role in [Role::Screener, Role::OnCall, Role::Operator, Role::DisciplineReader] {
        assert!(!settings.county.with_role(role).is_empty(), "{role:?}");
    }
    // What accuses somebody reaches the stand-in alone, and no group.
    let mut world = World::with("2026-03-02 09:10", settings, None).await;
    world.says(world::CHANG, "凉水村的钱进把我们的赔偿款吃了").await;
    world.pass(40).await;
    for group in world.groups() {
        assert!(world.news(group).is_empty(), "{group}");
    }
    let screener = world.cadre("xizhanggeng");
    assert!(world.ever_said(screener).contains(&world.number(world::CHANG)));
    for cadre in ["qianjin", "pangzhen", "qijianwei"] {
        assert!(!world.ever_said(world.cadre(cadre)).contains(&world.number(world::CHANG)), "{cadre}");
    }
}

/// A row, and what is said about it: `ROW (COLUMN): …`.
const WRONG: &[(&str, &str)] = &[
    ("观山镇,李一,县太爷,,,,", "(角色): there is no role \"县太爷\"; write one of: 经办 村干部 负责人"),
    (",李二,经办,,,,", "(单位): 李二 has no unit; write it"),
    ("县医保局,,经办,,,,", "(姓名): a row of 县医保局 has no name; write it"),
    ("县医保局,李四5,经办,,,,", "(姓名): a name has digits or is too long; perhaps"),
    ("县医保局,李五、李六,经办,,,,", "(姓名): several people in one cell; one person a row"),
    ("县医保局,李七,经办,某家沟,,,", "(地方): no town's row names 某家沟; write the town before it"),
    ("观山镇,李八,经办,路溪镇,,,", "(地方): 路溪镇 is not part of 观山镇; name a village of that town"),
    ("县医保局,李九,经办,,飞碟,,", "(事项): there is no subject \"飞碟\"; close to it are: "),
    ("县医保局,李十,经办,,贪污侵占,,", "(事项): \"贪污侵占\" is sealed, only 纪委监委 reads it; take it out"),
    (
        "县医保局,王一,经办,,,1.38E+10,",
        "(电话): the spreadsheet turned the number into a figure (E+); make the column text",
    ),
    ("县医保局,王二,经办,,,call me,", "(电话): this is no telephone number; digits only"),
    (
        "县医保局,王三,纪检,,,,",
        "(角色): 王三 is not in the discipline unit and cannot read sealed matters; write the unit 纪委监委",
    ),
    ("观山镇,王四,村干部,,,,", "(地方): the village cadre 王四 needs one village and one only; for several write"),
    ("观山镇,钱进,经办,,,13900000000,", "(电话): 钱进 has another phone than in row 2; one number a person"),
    (
        "路溪镇,钱进,经办,,,13800000009,",
        "(单位): 钱进 has the same phone in row 2 but another unit; a person belongs to one unit",
    ),
    ("县医保局,王五,经办,,,,没有此人", "(上级): 没有此人, the superior of 王五, is not in the sheet; correct the name"),
    ("县纪委监委,王六,纪检,,,,庞镇", "(上级): 王六 and the superior 庞镇 are on two sides of the discipline lane"),
    ("县教委,王七,经办,,停车秩序,,", "(事项): \"停车秩序\" is claimed by two units, 县住建委 and 县教委; keep one"),
    ("县医保局,王八,领导,凉水村,,,", "(角色): a leader (领导) handles nothing, so has no place or subject"),
    ("县医保局、县民政局,周一,经办,,,,", "(单位): several units in one cell; a person belongs to one unit"),
    ("县医保局,王九,经办,新村,,,", "(地方): several towns have a 新村; write the town before it"),
];

#[test]
fn every_fault_of_a_sheet_is_named_at_once_with_row_column_and_mend_and_nothing_is_written() {
    let mut text = String::from(
        "单位,姓名,角色,地方,事项,电话,上级\n观山镇,钱进,经办,凉水村、新村,,13800000009,\n观山镇,庞镇,负责人,,,,\n",
    );
    text += "路溪镇,祁路远,经办,新村,,,\n县民情办,齐见微,甄别员,,,,\n县住建委,詹定波,经办,,停车秩序,,\n";
    let first = text.lines().count() + 1;
    for (row, _) in WRONG {
        text += &format!("{row}\n\n");
    }
    let desk = Desk::new();
    let said = desk.refused(&text);
    let lines: Vec<&str> = said.lines().collect();
    for (at, (row, words)) in WRONG.iter().enumerate() {
        let start = format!("people.csv:{} {words}", first + at * 2);
        let found = lines.iter().filter(|line| line.starts_with(&start)).count();
        assert_eq!(found, 1, "{row} should say {start}:\n{said}");
    }
    assert_eq!(lines.len(), WRONG.len(), "{said}");
    assert!(!said.contains("138000") && !said.contains("139000"), "no number is repeated: {said}");
}

/// Offices of other bodies are neither the county's discipline lane nor its desk; a screener with a unit of their own is named.
#[test]
fn another_bodys_office_is_not_the_countys_own_and_a_screener_who_is_watched_is_named() {
    let lines = "单位,姓名,角色\n教育局纪检监察室,甲一,经办\n县纪委监委,吴检,纪检\n县纪委,蒙慎之,负责人\n县医院纪委,乙二,经办\n\
        县民情办,齐见微,甄别员\n住建局民情办,丙三,经办\n观山镇,庞镇,负责人\n";
    let said = Desk::new().refused(lines);
    let at = |row: usize, unit: &str, other: &str| format!("people.csv:{row} (单位): {unit} and {other} would be one");
    for line in
        [at(2, "教育局纪检监察室", "县纪委监委"), at(5, "县医院纪委", "县纪委监委"), at(7, "住建局民情办", "县民情办")]
    {
        assert!(said.contains(&line), "{line}:\n{said}");
    }
    assert_eq!(said.lines().count(), 3, "{said}");

    let desk = Desk::new();
    desk.file("people.csv", "单位,姓名,角色\n县民情办,申令仪,甄别员\n观山镇民情办,钱进,经办\n观山镇民情服务中心,佟求实,经办\n观山镇,庞镇,负责人、甄别员\n县纪委监委,吴检,纪检\n");
    let said = desk.types("--config county init people.csv").text;
    assert!(
        said.contains("观山镇民情办 is taken for 观山镇.") && said.contains("观山镇民情服务中心 is taken for 观山镇."),
        "{said}"
    );
    assert!(said.contains("庞镇 of 观山镇 screens") && !said.contains("申令仪 of"), "{said}");
}

#[test]
fn a_file_that_is_no_sheet_is_refused_in_one_line() {
    for (bytes, words) in [
        (&b"PK\x03\x04 and then nothing"[..], "the workbook cannot be opened, perhaps it has a password; "),
        (b"\xff\xff\xff,\x80\x80\n", "the letters cannot be read; save it as"),
        (b"a,b,c\n1,2,3\n", "no header found; one row must say: unit"),
        ("单位,姓名\n".as_bytes(), "nobody stands below the header; one person a row"),
        ("单位,姓名\n观山镇,钱进\n".as_bytes(), "nobody works for the county itself"),
        (b"", "no header found; "),
    ] {
        let desk = Desk::new();
        desk.file("people.csv", bytes);
        let said = desk.types("--config county init people.csv");
        assert!(!said.well && said.text.lines().count() == 1 && said.text.contains(words), "{words}: {}", said.text);
        assert!(said.text.starts_with("people.csv: ") && !desk.path("county").exists(), "{}", said.text);
    }
    let said = Desk::new().types("--config county init people.csv");
    assert!(!said.well && said.text.contains("people.csv: cannot be opened"), "{}", said.text);
}

/// A small county to correct.
const SMALL: &str = "单位,姓名,角色,地方,电话\n观山镇,庞镇,负责人,,13800000008\n观山镇,钱进,经办,凉水村,13800000009\n观山镇,佟求实,经办,云盘村,\n路溪镇,祁路远,负责人,,\n县医保局,上官宁,负责人,,\n县民情办,齐见微,甄别员、值班、运维,,\n县纪委监委,吴检,纪检,,\n";

#[test]
fn a_county_that_is_there_is_left_alone_until_update_is_said() {
    let desk = Desk::new();
    desk.county(SMALL);
    let before = of_the_sheet(&desk, "county");
    desk.file("people.csv", SMALL.replace("凉水村", "仰坪村"));
    let said = desk.types("--config county init people.csv");
    assert!(!said.well && said.text.contains("county holds a county already, nothing was changed"), "{}", said.text);
    assert!(said.text.contains("minqing --config county init people.csv --update"), "{}", said.text);
    assert_eq!(of_the_sheet(&desk, "county"), before);
    let said = desk.types("--config elsewhere init people.csv --update");
    assert!(!said.well && said.text.contains("elsewhere holds no county yet"), "{}", said.text);
}

#[test]
fn a_corrected_sheet_keeps_ids_and_what_was_written_by_hand() {
    let desk = Desk::new();
    desk.county(SMALL);
    // Somebody wrote a place's other name, days away, and a clock of the county's own.
    let places = desk.read("county/county/places.toml");
    let places = places.replace("name = \"凉水村\"\naliases = [", "name = \"凉水村\"\naliases = [\"凉水沟\", ");
    desk.file("county/county/places.toml", &places);
    let away = "absences = [{ from = 2026-03-02, until = 2026-03-06 }]";
    let cadres =
        desk.read("county/county/cadres.toml").replace("id = \"qianjin\"", &format!("id = \"qianjin\"\n{away}"));
    desk.file("county/county/cadres.toml", &cadres);
    desk.file("county/service.toml", desk.read("county/service.toml").replace("sign_wd = 1", "sign_wd = 2"));
    // Two namesakes by sound come first; 佟求实 goes; 上官宁 changes office; a bureau comes.
    let corrected = SMALL
        .replace("地方,电话\n", "地方,电话\n观山镇,前进,经办,仰坪村,\n路溪镇,钱金,经办,,\n")
        .replace("观山镇,佟求实,经办,云盘村,\n", "")
        .replace("县医保局,上官宁,负责人,,", "县民政局,上官宁,负责人,,\n县城管局,关雨成,负责人,,");
    desk.file("people.csv", &corrected);
    let said = desk.types("--config county init people.csv --update");
    assert!(said.well, "{}", said.text);
    assert!(
        said.text.contains("New: 前进 钱金 关雨成") && said.text.contains("No longer in the sheet: 佟求实"),
        "{}",
        said.text
    );
    assert!(said.text.contains("上官宁 moved to 县民政局 and keeps the id shangguanning"), "{}", said.text);
    assert!(desk.types("--config county check --on 2026-03-02").well);
    let settings = desk.settings("county");
    let name =
        |id: &str| settings.county.cadres.get(&CadreId::new(id)).map(|cadre| cadre.name.clone()).unwrap_or_default();
    assert_eq!(["qianjin", "qianjin2", "qianjin3", "shangguanning"].map(name), ["钱进", "前进", "钱金", "上官宁"]);
    assert!(settings.county.cadres[&CadreId::new("qianjin")].is_away("2026-03-03".parse().unwrap()));
    assert!(settings.county.places[&PlaceId::new("liangshui")].aliases.contains(&"凉水沟".to_owned()));
    assert_eq!(settings.service.sign_wd, 2);
    let lead = |leaf: &str| settings.county.subjects[&SubjectId::new(leaf)].lead.clone();
    assert_eq!(
        lead("traffic.parking"),
        Lead::Unit(UnitId::new("cityadmin")),
        "the bureau that came leads what is its own"
    );
    assert_eq!(lead("medical.insurance"), Lead::Screener, "the bureau that went leads nothing");
    // Whoever comes later with the sound of one who left is somebody else.
    desk.file("people.csv", corrected.replace("观山镇,前进,", "观山镇,童球石,经办,云盘村,\n观山镇,前进,"));
    assert!(desk.types("--config county init people.csv --update").well);
    let settings = desk.settings("county");
    assert!(!settings.county.cadres.contains_key(&CadreId::new("tongqiushi")));
    assert_eq!(settings.county.cadres[&CadreId::new("tongqiushi2")].name, "童球石");
    assert!(desk.read("county/before/county/cadres.toml").contains("前进"));
    // A sheet with a fault leaves everything as it is.
    let before = of_the_sheet(&desk, "county");
    desk.file("people.csv", corrected.replace("经办", "县太爷"));
    assert!(!desk.types("--config county init people.csv --update").well);
    assert_eq!(of_the_sheet(&desk, "county"), before);
}

#[test]
fn the_subject_column_says_who_leads_what() {
    let desk = Desk::new();
    let settings = desk.county(
        "单位,姓名,角色,地方,事项\n县民情办,齐见微,甄别员,,\n县综合执法大队,贯禹程,经办,,停车秩序、违章建筑\n县综合执法大队,喻江帆,负责人,,\n\
         观山镇,庞镇,负责人,,\n观山镇,米临川,经办,凉水村,自来水供应\n观山镇,钱进,经办,凉水村、新村,\n路溪镇,祁路远,负责人,新村,\n县交通局,牛朗清,经办,,交通\n县交通局,卓林远,负责人,,\n",
    );
    let said = desk.types("--config again init people.csv").text;
    for line in [
        "县综合执法大队 leads 停车秩序",
        "subjects understood by their meaning: 违章建筑 → ",
        "- there are several 新村: this one is called 观山镇新村, and residents must write the town.",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let county = &settings.county;
    let who = |unit: &str, place: &str, subject: &str| {
        let place = Some(PlaceId::new(place)).filter(|place| county.places.contains_key(place));
        let found = county.responsible(
            &UnitId::new(unit),
            place.as_ref(),
            &SubjectId::new(subject),
            "2026-03-02".parse().unwrap(),
        );
        found.map(|found| county.cadres[&found.cadre].name.clone()).unwrap_or_default()
    };
    let patrol = county.units.values().find(|unit| unit.name == "县综合执法大队").unwrap().id.clone();
    assert_eq!(county.subjects[&SubjectId::new("traffic.parking")].lead, Lead::Unit(patrol.clone()));
    assert_eq!(who(patrol.as_str(), "", "traffic.parking"), "贯禹程");
    assert_eq!(who(patrol.as_str(), "", "urban.vendor"), "喻江帆");
    assert_eq!(who("guanshan", "liangshui", "urban.water"), "米临川");
    assert_eq!(who("guanshan", "liangshui", "urban.street_light"), "钱进");
    assert_eq!(who("transport", "", "traffic.slide"), "牛朗清");
    assert_eq!(
        county.subjects[&SubjectId::new("medical.insurance")].lead,
        Lead::Screener,
        "no such bureau in the sheet"
    );
}

#[test]
fn the_sample_is_a_sheet_that_works_and_says_how_to_fill_it_in() {
    let desk = Desk::new();
    let said = desk.types("init --sample people.csv");
    assert!(said.well && said.text.contains("minqing --config NEW_FOLDER init people.csv"), "{}", said.text);
    let sample = desk.read("people.csv");
    assert!(
        sample.starts_with('\u{feff}') && sample.contains("# 一人一行"),
        "with a mark for Excel, and how to fill it in"
    );
    let said = desk.types("--config county init people.csv");
    assert!(
        said.well && said.text.starts_with("Wrote county: 青禾县, 4 towns, 12 villages, 13 units, 30 people"),
        "{}",
        said.text
    );
    assert!(desk.types("--config county check --on 2026-03-02").well);
    let said = desk.types("init --sample people.csv");
    assert!(
        !said.well && said.text.contains("people.csv cannot be written") && desk.read("people.csv") == sample,
        "{}",
        said.text
    );
    assert!(!desk.types("init --sample people.xlsx").well);
    assert!(!desk.types("init").well);
}

#[test]
fn a_chinese_shell_is_answered_in_chinese() {
    let desk = Desk::new();
    desk.file("people.csv", SMALL);
    let said = desk.types_in("zh_CN.UTF-8", "--config county init people.csv --gas 0000-8810119");
    assert!(said.well && said.text.starts_with("已写好 county："), "{}", said.text);
    assert!(
        said.text.contains("下一步：  minqing --config county check") && !said.text.contains("119"),
        "{}",
        said.text
    );
    desk.file("people.csv", SMALL.replace("经办", "县太爷"));
    let said = desk.types_in("zh_CN.UTF-8", "--config other init people.csv");
    assert!(
        !said.well && said.text.contains("people.csv:3 (角色): 没有“县太爷”这个角色；可以写：经办"),
        "{}",
        said.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_command_prints_an_invitation_for_everybody_who_has_not_joined() {
    let desk = Desk::new();
    desk.county(SMALL);
    let lines = |said: &Said| said.text.lines().map(str::to_owned).collect::<Vec<_>>();
    // Without a token: the line to send to the bot.
    let said = desk.types("--config county invite --all");
    assert!(said.well && said.text.starts_with("7 of 7 have not joined."), "{}", said.text);
    let qian = lines(&said).into_iter().find(|line| line.starts_with("钱进 (观山镇)\t13800000009\t/start j-"));
    let tong = lines(&said).into_iter().find(|line| line.starts_with("佟求实 (观山镇)\t-\t/start j-"));
    assert!(tong.is_some() && lines(&said).len() == 8, "{}", said.text);
    // With one: a link with the bot's name; whoever has joined meanwhile is not asked again.
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let settings = desk.settings("county");
    let app = app_in(&desk, settings, &sandbox).await;
    sandbox.add_person(Person { id: 77, first_name: "Q".to_owned(), ..Person::default() });
    sandbox.text(77, 77, qian.unwrap().rsplit('\t').next().unwrap());
    app.drain().await.unwrap();
    app.store.close().await;
    let mut command = desk.command("C", "--config county invite --all");
    let output =
        command.env("TELOXIDE_TOKEN", sandbox.token()).env("TELOXIDE_API_URL", sandbox.api_url()).output().unwrap();
    let said = Said { text: String::from_utf8(output.stdout).unwrap(), well: output.status.success() };
    assert!(
        said.well && said.text.starts_with("6 of 7 have not joined.") && !said.text.contains("钱进"),
        "{}",
        said.text
    );
    let link = format!("\thttps://t.me/{}?start=j-", app.username());
    assert_eq!(lines(&said).iter().filter(|line| line.contains(&link)).count(), 6, "{}", said.text);
}

/// A seat that is kept open is nobody who could join.
#[test]
fn an_open_seat_is_not_invited() {
    let desk = Desk::new();
    desk.county(&SMALL.replace("县纪委监委,吴检,纪检,,\n", ""));
    let cadres = fs::read_to_string(desk.path("county/county/cadres.toml")).unwrap();
    assert!(cadres.contains("密件阅办人(待定)"), "{cadres}");
    let said = desk.types("--config county invite --all");
    assert!(said.well && said.text.starts_with("6 of 6 have not joined."), "{}", said.text);
    assert!(!said.text.contains("待定"), "{}", said.text);
}

/// The bot on the folder's own database, where the commands typed look too.
async fn app_in(desk: &Desk, settings: Settings, sandbox: &Sandbox) -> App {
    let options = AppOptions {
        database: desk.path("data/minqing.sqlite").display().to_string(),
        key_file: desk.path("data/minqing.key"),
        settings,
        token: secrecy::SecretString::from(sandbox.token().to_owned()),
        api_url: sandbox.api_url(),
        paced: false,
        clock: Clock::system(),
        ids: Ids::seeded(5),
        observer: None,
        make_believe: true,
    };
    App::build(options).await.unwrap()
}

/// One of these words.
fn one_of(words: &'static [&'static str]) -> proptest::sample::Select<&'static str> {
    proptest::sample::select(words)
}

const PEOPLE: &[&str] = &["钱进", "前进", "庞镇", "佟求实", "齐见微", "吴检", "卓林远", "阿依古丽·买买提", "Anna Lee"];

/// A row of words that a clerk may write, many of them wrong.
fn any_row() -> impl Strategy<Value = String> {
    let unit = one_of(&[
        "观山镇",
        "观山镇人民政府",
        "路溪镇",
        "县医保局",
        "青禾县燃气公司",
        "县纪委监委",
        "县民情办",
        "县政府",
        "",
        "观山乡",
    ]);
    let person = prop_oneof![8 => one_of(PEOPLE), 1 => one_of(&["待定", ""])];
    let role =
        one_of(&["", "经办", "负责人", "村干部", "副手", "甄别员、值班", "纪检", "运维", "领导", "督办", "县太爷"]);
    let place = one_of(&["", "凉水村", "凉水", "观山镇云盘村", "全镇", "新村", "观山镇", "凉水村、新村"]);
    let subject = one_of(&["", "", "", "市政照明", "交通", "路灯", "停车秩序", "医保报销、燃气泄漏"]);
    let superior = one_of(&["", "", "", "庞镇", "齐见微"]);
    (unit, person, role, place, subject, superior).prop_map(|(unit, person, role, place, subject, above)| {
        format!("{unit},{person},{role},{place},{subject},{above}")
    })
}

/// A row in which nothing is wrong.
fn right_row() -> impl Strategy<Value = String> {
    let roles = &["", "经办", "负责人", "副手", "甄别员", "运维、值班", "督办", "经办、副手"];
    let town = (
        one_of(&["观山镇", "观山镇人民政府", "观山镇党政办", "路溪镇", "长源街道", "长源街道办事处", "龙井乡"]),
        one_of(&["", "全镇", "凉水村", "凉水", "凉水村委会", "东村、西村", "柳荫社区", "杜家坪社区居委会"]),
        one_of(&["", "", "市政照明", "供电、路灯", "城建", "交通"]),
    );
    let bureau = (
        one_of(&[
            "县医保局",
            "医保局",
            "县教委",
            "青禾县燃气公司",
            "县民情办",
            "县综合执法大队",
            "城关派出所",
            "县信访局",
            "区卫健委",
        ]),
        one_of(&["", "", "全县"]),
        one_of(&[""]),
    );
    let lane = (one_of(&["县纪委监委", "县纪委", "监委"]), one_of(&[""]), one_of(&[""]));
    let row = |(unit, place, subject): (&str, &str, &str), person: &str, role: &str| {
        format!("{unit},{person},{role},{place},{subject},")
    };
    prop_oneof![
        6 => (town, one_of(PEOPLE), one_of(roles)).prop_map(move |(at, person, role)| row(at, person, role)),
        5 => (bureau, one_of(PEOPLE), one_of(roles)).prop_map(move |(at, person, role)| row(at, person, role)),
        1 => (lane, one_of(PEOPLE), one_of(&["纪检", "负责人", "经办", ""])).prop_map(move |(at, person, role)| row(at, person, role)),
        1 => one_of(PEOPLE).prop_map(|person| format!("县政府,{person},领导,,,")),
    ]
}

/// Makes a county of these rows twice; what `init` said the first time.
fn made_of(desk: &Desk, rows: &[String]) -> Result<Vec<String>, Vec<String>> {
    let sheet = desk.path("people.csv");
    desk.file("people.csv", format!("单位,姓名,角色,地方,事项,上级\n县民情办,申令仪,负责人,,,\n{}\n", rows.join("\n")));
    let (dir, today) = (desk.path("county"), "2026-03-02".parse().unwrap());
    let wish = Wish { sheet, dir, county: None, gas: None, update: false, language: Language::English, today };
    let said = minqing::init::init(&wish)?;
    assert_eq!(minqing::config::check(&wish.dir, today).0, [], "{rows:#?}");
    // The same sheet once more changes nothing.
    let before = of_the_sheet(desk, "county");
    let again = minqing::init::init(&Wish { update: true, ..wish });
    assert!(again.is_ok(), "{again:?}");
    assert_eq!(of_the_sheet(desk, "county"), before, "{rows:#?}");
    Ok(said)
}

#[test]
fn two_towns_of_one_short_name_are_told_apart_by_their_full_ones() {
    let desk = Desk::new();
    let said = made_of(&desk, &["观山乡,钱进,,,,".to_owned(), "观山镇,佟秋实,,观山镇云盘村,,".to_owned()]);
    assert!(said.is_ok(), "{said:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sheet_with_nothing_wrong_always_makes_a_county_that_passes_the_check(rows in prop::collection::vec(right_row(), 1..30)) {
        let desk = Desk::new();
        let said = made_of(&desk, &rows);
        prop_assert!(said.is_ok(), "{said:#?}\n{rows:#?}");
    }

    #[test]
    fn a_sheet_with_faults_is_told_its_own_faults_and_never_those_of_files(rows in prop::collection::vec(any_row(), 1..8)) {
        let desk = Desk::new();
        if let Err(faults) = made_of(&desk, &rows) {
            let name = desk.path("people.csv").display().to_string();
            prop_assert!(!desk.path("county").exists());
            for fault in faults {
                prop_assert!(fault.starts_with(&format!("{name}:")) && fault.contains("; "), "{fault}\n{rows:#?}");
            }
        }
    }
}
