//! Scanners that do not type: on a serial port, and a camera.

use std::time::Duration;

use serde_json::json;
use testkit::{Port, by_role_part};

use crate::desk::{Desk, desk};

/// Chooses the scanner of a port as a person who has it on their list.
fn choose(desk: &Desk, port: &Port) {
    desk.call("keepScanners", &json!({"devices": [{"kind": "serial", "id": port.path(), "baud": 9600}]}));
}

fn lamp(id: &str) -> String {
    format!("[data-lamp={id}]")
}

#[test]
fn a_scanner_on_a_port_is_heard_whoever_has_the_keys_and_its_lamp_is_true() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    let other = desk.code_of("Nienke de Vries");
    assert_eq!(desk.count(lamp("devices").as_str()), 0, "no lamp where there is no such scanner");
    let mut port = Port::plug_in();
    choose(&desk, &port);
    desk.wait_for(format!("{}[data-kind=go]", lamp("devices")).as_str());
    // In two packets, and while somebody types.
    desk.type_text("ni");
    port.send(&code.as_bytes()[..12]);
    std::thread::sleep(Duration::from_millis(30));
    port.send(format!("{}\r\n", &code[12..]).as_bytes());
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    // The keys belong to another window: this scanner is heard all the same.
    desk.lose_the_keys();
    port.send(format!("{other}\r").as_bytes());
    desk.wait_text(".verdict .name", "Nienke de Vries");
    desk.wait_arrived(2);
    // Pulled out in the middle of a code: the lamp says so, and nothing is made of the half.
    port.send(&code.as_bytes()[..20]);
    drop(port);
    desk.wait_for(format!("{}[data-kind=stop]", lamp("devices")).as_str());
    desk.wait_text(".verdict .name", "Nienke de Vries");
    desk.close();
}

#[test]
fn two_scanners_at_one_desk_are_both_heard_at_once() {
    let desk = desk();
    let codes = ["Kim Kjær Nielsen", "Nienke de Vries"].map(|name| desk.code_of(name));
    let third = desk.code_of("Niels Aagaard");
    let mut port = Port::plug_in();
    choose(&desk, &port);
    desk.wait_for(format!("{}[data-kind=go]", lamp("devices")).as_str());
    // One types its code while the other's comes through the port, letter between letter.
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(120));
            port.send(&codes[1].as_bytes()[..10]);
            std::thread::sleep(Duration::from_millis(40));
            port.send(format!("{}\r", &codes[1][10..]).as_bytes());
        });
        desk.scan_at(15, &codes[0]);
    });
    desk.wait_arrived(2);
    // And the keyboard's again, right after.
    desk.scan(&third);
    desk.wait_text(".verdict .name", "Niels Aagaard");
    desk.wait_arrived(3);
    assert_eq!(desk.value(Desk::FIELD), "", "nothing is left");
    desk.close();
}

#[test]
fn a_scanner_on_a_port_is_still_chosen_after_a_new_start_and_can_be_let_go() {
    let desk = desk();
    let port = Port::plug_in();
    choose(&desk, &port);
    let desk = desk.restart();
    desk.wait_for(format!("{}[data-kind=go]", lamp("devices")).as_str());
    desk.to_screen("settings");
    desk.click(by_role_part("radio", "Skanner"));
    let row = format!("[data-device='{}']", port.path());
    desk.wait_text(row.as_str(), "Klar");
    desk.wait_for(format!("{row} input:checked").as_str());
    desk.click(format!("[data-choice='device.{}']", port.path()).as_str());
    desk.wait_text(".toast", "sluppet");
    desk.wait("no lamp", "!document.querySelector('[data-lamp=devices]')");
    let settings = std::fs::read_to_string(desk.folder().join("home/scanners.json")).unwrap();
    assert!(!settings.contains(port.path()), "{settings}");
    desk.close();
}

#[test]
fn what_a_port_reads_is_taken_as_it_stands_and_a_card_in_lines_becomes_a_search() {
    let desk = desk();
    desk.call("addWalkIn", &json!({"name": "Anna Lind", "ticketCodes": ["AB/77"]}));
    let mut port = Port::plug_in();
    choose(&desk, &port);
    desk.wait_for(format!("{}[data-kind=go]", lamp("devices")).as_str());
    // `AB/77` is what a scanner that types may have meant by it; a port has no keyboard in the way.
    port.send(b"AB-77\r");
    desk.verdict("unknownCode");
    port.send(b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lind;Anna;;;\r\nEND:VCARD\r\n");
    desk.first_hit("Anna Lind");
    assert_eq!(desk.value(Desk::FIELD), "Anna Lind");
    desk.wait_arrived(0);
    desk.close();
}

#[test]
fn the_keyboard_of_a_grabbed_scanner_is_chosen_beside_it() {
    let desk = desk();
    let id = "05e0:1200 - Scanner";
    desk.call("keepScanners", &json!({"devices": [{"kind": "grabbed", "id": id, "layout": "us"}]}));
    let desk = desk.restart();
    desk.to_screen("settings");
    desk.click(by_role_part("radio", "Skanner"));
    let select = format!("[data-choice='layout.{id}']");
    desk.wait_value(select.as_str(), "us");
    desk.js(
        "const select = document.querySelector(arguments[0]);
         select.value = 'da';
         select.dispatchEvent(new Event('change'));
         return true",
        &[json!(select)],
    );
    desk.wait_text(".toast", "bliver læst");
    let settings = std::fs::read_to_string(desk.folder().join("home/scanners.json")).unwrap();
    assert!(settings.contains("\"da\"") && settings.contains(id), "{settings}");
    desk.close();
}

/// The page's camera sees the code that a test holds before it, as a webcam sees one: smaller, aslant, in a grey room. (WebKit's
/// own device shows no code, and a picture of another scheme may not be looked at again.)
const CAMERA: &str = "
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1280, 720];
    const context = canvas.getContext('2d');
    let n = 0;
    setInterval(() => {
      context.fillStyle = n++ % 2 ? '#777' : '#787878';
      context.fillRect(0, 0, 1280, 720);
      if (!globalThis.held) return;
      context.save();
      context.translate(640, 360);
      context.rotate(0.2);
      context.scale(8, 8);
      context.translate(-globalThis.held.x, -globalThis.held.y);
      context.fillStyle = '#eee';
      context.fillRect(globalThis.held.x - 24, globalThis.held.y - 24, 48, 48);
      context.fillStyle = '#111';
      context.fill(new Path2D(globalThis.held.path));
      context.restore();
    }, 50);
    MediaDevices.prototype.getUserMedia = async () => canvas.captureStream(20);
    return true;";

/// Holds somebody's badge before the camera: the modules of its code, as its drawing has them.
fn hold(desk: &Desk, id: &str) {
    let out = desk.folder().join("held.svg");
    desk.badge_into(&json!(id), "svg", &out);
    let svg = std::fs::read_to_string(out).unwrap();
    let (before, _) = svg.split_once("\" fill=\"#000000\" shape-rendering").expect("a code in the drawing");
    let (_, path) = before.rsplit_once("d=\"").unwrap();
    desk.js(
        "const path = arguments[0];
         const corners = [...path.matchAll(/M([0-9.]+) ([0-9.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
         const middle = (at) => (Math.min(...corners.map((one) => one[at])) + Math.max(...corners.map((one) => one[at]))) / 2;
         globalThis.held = { path, x: middle(0), y: middle(1) };
         return true",
        &[json!(path)],
    );
}

#[test]
fn a_code_before_the_camera_is_one_scan_until_it_has_left_the_picture() {
    let desk = desk();
    let kim = desk.person("Kim Kjær Nielsen")["id"].as_str().unwrap().to_owned();
    let nienke = desk.person("Nienke de Vries")["id"].as_str().unwrap().to_owned();
    desk.js(CAMERA, &[]);
    assert_eq!(desk.count(lamp("camera").as_str()), 0, "off, and no lamp");
    desk.to_screen("settings");
    desk.click(by_role_part("radio", "Skanner"));
    desk.click("[data-choice=camera]");
    desk.wait_for(format!("{}[data-kind=go]", lamp("camera")).as_str());
    desk.to_screen("arrivals");
    hold(&desk, &kim);
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    // It stays under the lens for longer than our own double scan lasts, and is no second scan.
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(desk.js("return document.querySelector('.verdict').dataset.outcome", &[]), "admitted");
    hold(&desk, &nienke);
    desk.wait_text(".verdict .name", "Nienke de Vries");
    desk.wait_arrived(2);
    // Taken away and brought again: the same guest once more. It has left the picture once every way to read it was tried.
    desk.js(
        "globalThis.held = null;
         globalThis.looked = 0;
         const real = globalThis.fetch;
         globalThis.fetch = async (url, init) => {
           const answer = await real(url, init);
           if (String(url).endsWith('/readFrame')) globalThis.looked += 1;
           return answer;
         };
         return true",
        &[],
    );
    std::thread::sleep(Duration::from_secs(4));
    desk.wait("frames without it", "globalThis.looked > 17");
    hold(&desk, &kim);
    desk.verdict("alreadyCheckedIn");
    desk.close();
}

#[test]
fn a_camera_that_is_taken_away_or_stands_still_is_not_called_ready() {
    let desk = desk();
    desk.js(CAMERA, &[]);
    desk.js("const real = globalThis.real = MediaDevices.prototype.getUserMedia; MediaDevices.prototype.getUserMedia = async () => { globalThis.stream = await real(); return globalThis.stream; }; return true", &[]);
    desk.to_screen("settings");
    desk.click(by_role_part("radio", "Skanner"));
    desk.click("[data-choice=camera]");
    desk.wait_for(format!("{}[data-kind=go]", lamp("camera")).as_str());
    desk.js("globalThis.stream.getTracks().forEach((track) => track.stop()); return true", &[]);
    desk.wait_for(format!("{}[data-kind=stop]", lamp("camera")).as_str());
    // A camera that another program has.
    desk.js("MediaDevices.prototype.getUserMedia = async () => { throw new Error('busy'); }; return true", &[]);
    desk.click("[data-choice=camera]");
    desk.wait("off", "!document.querySelector('[data-lamp=camera]')");
    desk.click("[data-choice=camera]");
    desk.wait_for(format!("{}[data-kind=stop]", lamp("camera")).as_str());
    // It is tried again and again, and the lamp does not flicker.
    desk.js(
        "globalThis.seen = [];
         new MutationObserver(() => { seen.push(document.querySelector('[data-lamp=camera]')?.textContent ?? ''); }).observe(document.querySelector('.lamps'), { childList: true });
         for (let time = 0; time < 3; time += 1) navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
         return new Promise((done) => setTimeout(() => done(true), 500))",
        &[],
    );
    assert_eq!(desk.js("return seen.filter((text) => !text.includes('væk'))", &[]), json!([]));
    // Plugged in again: it goes on by itself.
    desk.js("MediaDevices.prototype.getUserMedia = globalThis.real; navigator.mediaDevices.dispatchEvent(new Event('devicechange')); return true", &[]);
    desk.wait_for(format!("{}[data-kind=go]", lamp("camera")).as_str());
    desk.close();
}

#[test]
fn the_window_does_not_stall_while_a_camera_is_read_and_frames_do_not_pile_up() {
    let desk = desk();
    // WebKit's own device, which shows a moving picture.
    desk.to_screen("settings");
    desk.click(by_role_part("radio", "Skanner"));
    desk.js(
        "globalThis.reading = 0; globalThis.most = 0; globalThis.frames = 0;
         const real = globalThis.fetch;
         globalThis.fetch = async (url, init) => {
           if (!String(url).endsWith('/readFrame')) return real(url, init);
           globalThis.reading += 1;
           globalThis.most = Math.max(globalThis.most, globalThis.reading);
           const answer = await real(url, init);
           // A slow computer: each frame takes longer than the next one takes to come.
           await new Promise((done) => setTimeout(done, 250));
           globalThis.reading -= 1;
           globalThis.frames += 1;
           return answer;
         };
         return true",
        &[],
    );
    desk.click("[data-choice=camera]");
    desk.wait_for(format!("{}[data-kind=go]", lamp("camera")).as_str());
    desk.to_screen("arrivals");
    desk.type_text("nienke");
    desk.first_hit("Nienke de Vries");
    desk.wait("some frames are read", "globalThis.frames > 5");
    assert_eq!(desk.js("return globalThis.most", &[]), 1, "one frame is on its way at a time, the newest");
    desk.wait_for(format!("{}[data-kind=go]", lamp("camera")).as_str());
    desk.close();
}
