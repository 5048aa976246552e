// What listmonk makes of a campaign: Go's template engine, with listmonk's own functions and abbreviations.
//
// Takes a list of campaigns as JSON on its standard input, and gives what each becomes for one reader.
// The order of steps is that of models/campaigns.go (CompileTemplate) and internal/manager (render).
package main

import (
	"bytes"
	"encoding/json"
	"html/template"
	"log"
	"os"
	"regexp"
	"strings"
	texttemplate "text/template"
)

type campaign struct {
	Body    string `json:"body"`
	Altbody string `json:"altbody"`
	Subject string `json:"subject"`
}

type message struct {
	unsubURL string
}

const unsubscribe = "https://lists.example.org/subscription/11111111-2222-4333-8444-555555555555/66666666-7777-4888-8999-000000000000"

var abbreviations = []struct {
	expression *regexp.Regexp
	whole      string
}{
	{regexp.MustCompile(`{{\s*TrackLink\s+"([^"]+)"\s*}}`), `{{ TrackLink "$1" . }}`},
	{regexp.MustCompile(`(https?://[\p{L}\p{N}_\-\.~!#$&'()*+,/:;=?@\[\]%]*)@TrackLink`), `{{ TrackLink "$1" . }}`},
	{regexp.MustCompile(`{{(\s+)?(TrackView|UnsubscribeURL|ManageURL|OptinURL|MessageURL)(\s+)?}}`), `{{ $2 . }}`},
}

var functions = template.FuncMap{
	"TrackLink":      func(url string, _ *message) string { return "https://lists.example.org/link/tracked" },
	"TrackView":      func(_ *message) template.HTML { return `<img src="https://lists.example.org/view" alt="">` },
	"UnsubscribeURL": func(m *message) string { return m.unsubURL },
	"ManageURL":      func(m *message) string { return m.unsubURL + "?manage=true" },
	"Safe":           func(safeHTML string) template.HTML { return template.HTML(safeHTML) },
}

func expanded(text string) string {
	for _, one := range abbreviations {
		text = one.expression.ReplaceAllString(text, one.whole)
	}
	return text
}

func hasExpression(text string) bool {
	parts := strings.SplitN(text, "{{", 2)
	return len(parts) == 2 && strings.Contains(parts[1], "}}")
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func rendered(one campaign) campaign {
	reader := &message{unsubscribe}
	base := template.Must(template.New("base").Funcs(functions).Parse(expanded(`{{ template "content" . }}`)))
	content := template.Must(template.New("content").Funcs(functions).Parse(expanded(one.Body)))
	whole, err := base.AddParseTree("content", content.Tree)
	must(err)
	var out bytes.Buffer
	must(whole.ExecuteTemplate(&out, "base", reader))
	made := campaign{out.String(), one.Altbody, one.Subject}
	if hasExpression(one.Altbody) {
		out.Reset()
		must(template.Must(template.New("content").Funcs(functions).Parse(expanded(one.Altbody))).Execute(&out, reader))
		made.Altbody = out.String()
	}
	if hasExpression(one.Subject) {
		out.Reset()
		all := texttemplate.FuncMap(functions)
		must(texttemplate.Must(texttemplate.New("content").Funcs(all).Parse(expanded(one.Subject))).Execute(&out, reader))
		made.Subject = out.String()
	}
	return made
}

func main() {
	var given []campaign
	must(json.NewDecoder(os.Stdin).Decode(&given))
	made := make([]campaign, len(given))
	for place, one := range given {
		made[place] = rendered(one)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(made))
}
