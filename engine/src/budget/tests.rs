//! Where settings come from, and which are refused.

use super::*;

fn nothing(_: &str) -> Option<OsString> {
    None
}

fn set(name: &'static str, value: &'static str) -> impl Fn(&str) -> Option<OsString> + Copy {
    move |asked| (asked == name).then(|| OsString::from(value))
}

#[test]
fn an_option_counts_before_a_variable_and_that_before_the_machine() {
    let hard = HardLimit::read();
    let default = Options::default().memory(nothing, &hard).unwrap();
    assert_eq!(default.value, (hard.bytes() as f64 * 0.6) as usize);
    assert_eq!(default.source, format!("60 % of {}'s {}", hard.owner(), size(hard.bytes() as u64)));
    let variable = set("PYRUST_MEMORY_LIMIT", "64 MB");
    let by_variable = Options::default().memory(variable, &hard).unwrap();
    assert_eq!(by_variable, Setting { value: 64_000_000, source: "PYRUST_MEMORY_LIMIT".into() });
    let options = Options { memory: Some(Amount::Bytes(80_000_000)), threads: Some(3), ..Options::default() };
    let by_option = options.memory(variable, &hard).unwrap();
    assert_eq!(by_option, Setting { value: 80_000_000, source: "the option".into() });
    assert_eq!(options.threads(set("PYRUST_THREADS", "7")).unwrap().value, 3);
    assert_eq!(Options::default().threads(set("PYRUST_THREADS", "7")).unwrap().value, 7);
    assert!(Options::default().threads(set("PYRUST_THREADS", "")).unwrap().value > 0);
}

#[test]
fn an_impossible_value_names_its_option_or_variable() {
    let hard = HardLimit::read();
    let said = |text| Options::default().memory(set("PYRUST_MEMORY_LIMIT", text), &hard).unwrap_err().to_string();
    assert_eq!(
        said("plenty"),
        "PYRUST_MEMORY_LIMIT: expected an amount such as \"2 GB\", \"1.5 GiB\" or \"60 %\", got \"plenty\""
    );
    assert!(said("0").starts_with("PYRUST_MEMORY_LIMIT: must be at least 1.0 MB, got 0 B\nhint: "), "{}", said("0"));
    assert!(said("900 TB").contains("must be at most "), "{}", said("900 TB"));
    assert!(said("101 %").ends_with(" allows"), "{}", said("101 %"));
    let options = Options { memory: Some(Amount::Bytes(2)), threads: Some(0), ..Options::default() };
    let error = options.memory(nothing, &hard).unwrap_err();
    assert_eq!((error.operation(), error.kind()), ("options.engine.memory_limit", ErrorKind::Value));
    let error = options.threads(nothing).unwrap_err();
    assert_eq!(error.to_string(), "options.engine.threads: expected a whole number from 1 to 1024, got 0");
    let error = Options::default().threads(set("PYRUST_THREADS", "two")).unwrap_err();
    assert!(error.to_string().starts_with("PYRUST_THREADS: expected a whole number"), "{error}");
}

#[test]
fn the_folder_must_be_one_and_the_disk_limit_follows_it() {
    let missing = Options { folder: Some("no/such folder".into()), ..Options::default() };
    let error = missing.folder(nothing).unwrap_err().to_string();
    assert!(error.starts_with("options.engine.temp_dir: the folder /") && error.contains("does not exist"), "{error}");
    let folder = tempfile::tempdir().unwrap();
    let options = Options { folder: Some(folder.path().into()), ..Options::default() };
    let found = options.folder(nothing).unwrap();
    assert_eq!(found.value, folder.path());
    assert!(found.source.starts_with("the option"), "{}", found.source);
    let default = options.disk(nothing, folder.path()).unwrap();
    assert!((1..=MOST_DISK).contains(&default.value), "{default:?}");
    let limited = options.disk(set("PYRUST_DISK_LIMIT", "3 GB"), folder.path()).unwrap();
    assert_eq!(limited, Setting { value: 3_000_000_000, source: "PYRUST_DISK_LIMIT".into() });
    assert!(options.disk(set("PYRUST_DISK_LIMIT", "-1"), folder.path()).is_err());
}
