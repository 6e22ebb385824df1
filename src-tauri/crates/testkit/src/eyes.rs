//! What can be seen of the page, and waiting for it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::app::App;
use crate::target::Target;
use crate::{Done, PATIENCE, must, repository, until};

/// Elements by role and name: `page` for the scripts here.
const PAGE: &str = include_str!("page.js");

/// The most of a page's text that a failed test shows.
const MOST_TEXT: usize = 4000;

impl App {
    /// Runs the body of a function in the page, with `arguments`, and gives what it returns; a promise is waited for.
    #[track_caller]
    pub fn js(&self, body: &str, arguments: &[Value]) -> Value {
        must(self.session.script(body, arguments))
    }

    /// Waits until a JavaScript expression is true. In it `page.one(…)` and the like of `page.js` are at hand. Fails with
    /// `what`, the text of the page and a picture of the screen.
    #[track_caller]
    pub fn wait(&self, what: &str, condition: &str) {
        must(self.await_condition(what, condition, None));
    }

    /// Waits until there is at least one such element that can be seen.
    #[track_caller]
    pub fn wait_for<T: Into<Target>>(&self, target: T) {
        let target = target.into();
        let condition = format!("page.all({}).some(page.seen)", target.wire());
        must(self.await_condition(&target.to_string(), &condition, Some(&target)));
    }

    /// Waits until there is no such element, or none that can be seen.
    #[track_caller]
    pub fn wait_gone<T: Into<Target>>(&self, target: T) {
        let target = target.into();
        self.wait(&format!("{target} to be gone"), &format!("!page.all({}).some(page.seen)", target.wire()));
    }

    /// Waits until the text of an element has this part.
    #[track_caller]
    pub fn wait_text<T: Into<Target>>(&self, target: T, part: &str) {
        let target = target.into();
        let condition = format!("page.text(it).includes({})", json!(part));
        must(self.await_element(&format!("{target} with the text “{part}”"), &target, &condition));
    }

    /// Waits until an element has the focus.
    #[track_caller]
    pub fn wait_focus<T: Into<Target>>(&self, target: T) {
        let target = target.into();
        must(self.await_element(&format!("the focus on {target}"), &target, "document.activeElement === it"));
    }

    /// Waits until exactly this stands in a field.
    #[track_caller]
    pub fn wait_value<T: Into<Target>>(&self, target: T, value: &str) {
        let target = target.into();
        let condition = format!("it.value === {}", json!(value));
        must(self.await_element(&format!("“{value}” in {target}"), &target, &condition));
    }

    /// Waits until there is such an element and `condition` is true of `it`.
    fn await_element(&self, what: &str, target: &Target, condition: &str) -> Done<()> {
        let condition = format!("((it) => it && {condition})(page.one({}))", target.wire());
        self.await_condition(what, &condition, Some(target))
    }

    fn await_condition(&self, what: &str, condition: &str, target: Option<&Target>) -> Done<()> {
        let body = format!("{PAGE}\nreturn Boolean({condition});");
        let mut wrong = None;
        let met = until(PATIENCE, || match self.session.script(&body, &[]) {
            Ok(met) => (met == true).then_some(()),
            Err(why) => {
                wrong = Some(why);
                None
            }
        });
        met.ok_or_else(|| self.failure(what, target, wrong))
    }

    /// The text of an element as it is shown, with single blanks. Waits until there is such an element.
    #[must_use]
    #[track_caller]
    pub fn text<T: Into<Target>>(&self, target: T) -> String {
        let text = must(self.on(&target.into(), "return page.text(element);"));
        text.as_str().unwrap_or_default().to_owned()
    }

    /// What stands in a field. Waits until there is such a field.
    #[must_use]
    #[track_caller]
    pub fn value<T: Into<Target>>(&self, target: T) -> String {
        let value = must(self.on(&target.into(), "return String(element.value ?? '');"));
        value.as_str().unwrap_or_default().to_owned()
    }

    /// An attribute of an element, if it has it. Waits until there is such an element.
    #[must_use]
    #[track_caller]
    pub fn attribute<T: Into<Target>>(&self, target: T, name: &str) -> Option<String> {
        let value = must(self.on(&target.into(), &format!("return element.getAttribute({});", json!(name))));
        value.as_str().map(ToOwned::to_owned)
    }

    /// How many such elements can be seen just now.
    #[must_use]
    #[track_caller]
    pub fn count<T: Into<Target>>(&self, target: T) -> usize {
        let body = format!("{PAGE}\nreturn page.all({}).filter(page.seen).length;", target.into().wire());
        let count = must(self.session.script(&body, &[]));
        count.as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or_default()
    }

    /// Everything that can be read on the page, line by line.
    #[must_use]
    #[track_caller]
    pub fn page_text(&self) -> String {
        must(self.try_page_text())
    }

    fn try_page_text(&self) -> Done<String> {
        let text = self.session.script("return document.body.innerText", &[])?;
        let lines = text.as_str().unwrap_or_default().lines().map(str::trim);
        Ok(lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
    }

    /// What the page has thrown and nobody caught: it collects that in `globalThis.pageErrors`.
    #[must_use]
    #[track_caller]
    pub fn errors(&self) -> Vec<String> {
        let errors = must(self.session.script("return (globalThis.pageErrors ?? []).map(String)", &[]));
        texts(&errors)
    }

    /// A picture of the whole screen as X shows it, once the page has drawn itself.
    #[track_caller]
    pub fn screenshot(&self, path: &Path) {
        must(self.settle());
        self.display.screenshot(path);
    }

    /// Waits until fonts are there and the page has drawn itself.
    pub(crate) fn settle(&self) -> Done<()> {
        let drawn = "await document.fonts.ready;
            for (let frame = 0; frame < 3; frame++) await new Promise((done) => requestAnimationFrame(done));";
        self.session.script(&format!("return (async () => {{ {drawn} }})()"), &[])?;
        // From the page's last frame to the screen.
        std::thread::sleep(std::time::Duration::from_millis(60));
        Ok(())
    }

    /// What axe-core finds wrong for people with disabilities, one line each: the rule, what it asks for, and where.
    /// `options` are those of `axe.run`, such as `{"rules": {"region": {"enabled": false}}}`.
    #[must_use]
    #[track_caller]
    pub fn axe(&self, options: &Value) -> Vec<String> {
        must(self.try_axe(options))
    }

    fn try_axe(&self, options: &Value) -> Done<Vec<String>> {
        let path = repository().join("ui/tests/node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(&path)
            .map_err(|_| "axe-core is not installed: `npm ci` in ui/tests, which `cargo xtask test` does".to_owned())?;
        self.session.script(&format!("if (!globalThis.axe) {{ {source}\n }}"), &[])?;
        let lines = self.session.script(
            "return globalThis.axe.run(document, arguments[0]).then(({ violations }) => violations.map((fault) => {
                 const places = fault.nodes.map((node) => node.target.flat().join(' '));
                 return `${fault.id} (${fault.impact}): ${fault.help}: ${places.join(', ')}`;
             }))",
            std::slice::from_ref(options),
        )?;
        Ok(texts(&lines))
    }

    /// Runs the body of a function of `element` once there is such an element.
    pub(crate) fn on(&self, target: &Target, body: &str) -> Done<Value> {
        let script = format!(
            "{PAGE}\nconst element = page.one({});\nif (!element) return {{ missing: true }};\n\
             return {{ value: ((element) => {{ {body} }})(element) ?? null }};",
            target.wire()
        );
        let mut wrong = None;
        let found = until(PATIENCE, || match self.session.script(&script, &[]) {
            Ok(mut answer) => answer.get_mut("value").map(Value::take),
            Err(why) => {
                wrong = Some(why);
                None
            }
        });
        found.ok_or_else(|| self.failure(&target.to_string(), Some(target), wrong))
    }

    /// What a failed test says: what it waited for, what there is instead, what the page shows, where the picture lies.
    fn failure(&self, what: &str, target: Option<&Target>, wrong: Option<String>) -> String {
        let ask = |question: &str| {
            let answer = self.session.script(&format!("{PAGE}\nreturn {question};"), &[]);
            answer.map_or_else(|why| why, |answer| answer.as_str().unwrap_or_default().to_owned())
        };
        let picture = picture_of_failure();
        let picture = match self.display.try_screenshot(&picture) {
            Ok(()) => picture.display().to_string(),
            Err(why) => why,
        };
        let instead = target.map(|target| format!("there is: {}\n", ask(&format!("page.instead({})", target.wire()))));
        let text: String = self.try_page_text().unwrap_or_else(|why| why).chars().take(MOST_TEXT).collect();
        format!(
            "waited {} s in vain for: {what}\n{}{}focus: {}\nthe page has thrown: {}\nthe screen: {picture}\nthe page:\n{text}\n",
            PATIENCE.as_secs(),
            instead.unwrap_or_default(),
            wrong.map(|why| format!("the page says: {why}\n")).unwrap_or_default(),
            ask("page.describe(document.activeElement)"),
            ask("(globalThis.pageErrors ?? []).join('; ') || 'nothing'"),
        )
    }
}

/// Named after the test, which the test runner's thread is named after.
fn picture_of_failure() -> PathBuf {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("test").replace("::", "-");
    repository().join("target/window-failures").join(format!("{name}.png"))
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect()
}
