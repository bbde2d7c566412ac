// SPDX-License-Identifier: Apache-2.0

// Subscribe prints the alerts of an Eyrie host over TLS with a bearer token, and resumes behind the
// last one after each break.
//
//	protoc -I api/alerts/src/main/protobuf --go_out=. --go-grpc_out=. \
//	    --go_opt=Meyrie/alerts/v1/alerts.proto=example/eyrie \
//	    --go-grpc_opt=Meyrie/alerts/v1/alerts.proto=example/eyrie eyrie/alerts/v1/alerts.proto
//	EYRIE_TOKEN=... subscribe eyrie.example:7411 ca.pem
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"example/eyrie"
)

func main() {
	tls, err := credentials.NewClientTLSFromFile(os.Args[2], "")
	if err != nil {
		log.Fatal(err)
	}
	connection, err := grpc.Dial(os.Args[1], grpc.WithTransportCredentials(tls))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	client := eyrie.NewAlertServiceClient(connection)
	token := ""
	for {
		err := follow(client, &token)
		switch status.Code(err) {
		case codes.Unavailable, codes.ResourceExhausted:
			log.Printf("again in a second: %v", err)
			time.Sleep(time.Second)
		default:
			log.Fatal(err)
		}
	}
}

// follow reads one stream to its end; token is the place behind what was handled.
func follow(client eyrie.AlertServiceClient, token *string) error {
	ctx := metadata.AppendToOutgoingContext(
		context.Background(), "authorization", "Bearer "+os.Getenv("EYRIE_TOKEN"))
	stream, err := client.Subscribe(ctx, &eyrie.SubscribeRequest{ResumeToken: *token})
	if err != nil {
		return err
	}
	for {
		step, err := stream.Recv()
		if err != nil {
			return err
		}
		switch event := step.Event.(type) {
		case *eyrie.SubscribeResponse_Alert:
			fmt.Println(event.Alert.Output)
		case *eyrie.SubscribeResponse_Gap:
			log.Printf("alerts are missing here: %s", event.Gap.Reason)
		}
		*token = step.Token
	}
}
