//! A county's own roster from one sheet: what a new operator types, reads, and has running afterwards.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use minqing::app::demo::Cast;
use minqing::config::{Settings, load};
use minqing::id::{CadreId, PlaceId, SubjectId, UnitId};
use minqing::roster::{Lead, Role};
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

    fn types_in(&self, locale: &str, line: &str) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_minqing"))
            .args(line.split_whitespace())
            .current_dir(self.0.path())
            .env_remove("TELOXIDE_TOKEN")
            .env_remove("TELOXIDE_TOKEN_FILE")
            .env_remove("TELOXIDE_API_URL")
            .env_remove("DATABASE_URL")
            .env("LC_ALL", locale)
            .output()
            .unwrap();
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
    let mut child = command.args(["--config", "county", "sandbox"]).current_dir(desk.0.path()).stdout(Stdio::piped());
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
        ("who screens", "Screeners (decide when the machine is not sure): 齐见微 庄问渠"),
        ("who reads sealed matters", "Readers of sealed matters (see what accuses somebody): 蒙慎之 吴检"),
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
    // The next command is the one that was printed.
    let next = said.text.lines().find_map(|line| line.strip_prefix("next:")).expect("says what to type next");
    let next = next.trim().strip_prefix("minqing ").unwrap().to_owned();
    assert_eq!(next, "--config county check");
    let checked = desk.types(&format!("{next} --on 2026-03-02"));
    assert!(checked.well && checked.text.contains("0 faults"), "{}", checked.text);
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
